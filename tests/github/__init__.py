"""A forge to test against: GitHub (or Forgejo) over real HTTP, on a real bare repository.

    with GitHub(bare, owner="dinas", repo="siar", plan="team") as forge:
        forge.add_user("rina", 1001)                       # role="write" unless said otherwise
        token = forge.token()                              # a workflow's; forge.token("rina")
        client = Client(forge.api_url, token)              # and Git: forge.git_address(token)
        event = forge.open_issue("rina", "Panen raya (CONTOH)", "…")   # people, in the browser
        forge.fail(at=3, kind="502")                       # a bad day: faults.KINDS
        assert forge.calls == […]

Leaving it fails when anybody asked for what GitHub's published description does not have.
"""
