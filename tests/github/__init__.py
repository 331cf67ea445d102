"""A forge to test against: GitHub (or Forgejo) over real HTTP, on a real bare repository.

with GitHub(bare, owner="dinas", repo="siar") as forge:
    forge.add_user("rina", 1001)
    token = forge.token("github-actions[bot]")
    event = forge.open_issue("rina", "Panen raya (CONTOH)", "…")
"""
