"""Verify an office's main a second time: from the written rules, with none of the program's code.

    python tests/second_verifier.py REPOSITORY ROOT [TIP]

Needs the standard library, `git` and `ssh-keygen`; may be read as the specification of who may do
what, what a statement is, what an approval binds to and what main may take. What is not understood
does not verify. Left to the first verifier: the wording of documents and articles, names of files,
which papers a letter needs, media.yaml, when an article is due, and what only a forge can confirm.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import textwrap
import zlib
from collections import namedtuple
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace as Namespace
from typing import Any
from zoneinfo import ZoneInfo

# Who may do what: action | roles | from | to | what it makes of the case (see MAKES) | marks:
# `wait` also while paused, `after` also when others carry it on, `paper` may be typed in from one,
# `bytes` on just these, `why` with a reason, `first` before anything is published, `then` after it.
WRITING, BACK = "drafting in_review changes_requested", "changes_requested"
TO, FORWARDED = "dispositioned", ("to", "urgency", "instructions", "note", "due")
RUNNING, FINAL, AGENCY = f"received {TO} {WRITING}", "declined filed void", "agency.yaml"
OPEN, HEADS = f"returned {RUNNING}", "section_head division_head"
VOID, EDITION = "approvals! agreed!", "approvals+ status=approved editions+digest hidden! recalled!"
NEW = f"digest contributors&contributors {VOID}"
ROWS = f"""
receive | officer | new | received | |
complete | officer | returned | received | paused! disposition>none | wait
complete | officer | {RUNNING} | same | paused! | wait
rectify | officer | {OPEN} | same | | why
dispose | division_head | received | {TO} | disposition>forwarded | paper
return | division_head | received | returned | disposition*returned | paper why
decline | division_head | received | declined | disposition*declined | paper why
file | division_head | received | filed | disposition*filed | paper why
redispose | division_head | {TO} drafting | {TO} | disposition>forwarded | why first
accept | section_head | {TO} | drafting | officer | paper
note | officer {HEADS} | {OPEN} approved | same | | after
reassign | section_head | {WRITING} | same | officer | why
split | section_head | {TO} {WRITING} | same | parts<numbers | why first
split | section_head | new | {TO} | disposition |
join | section_head | {TO} {WRITING} | same | leading | why first
submit | officer | drafting {BACK} | in_review | status=waiting article {NEW} |
request_changes | section_head | in_review | {BACK} | status={BACK} round {VOID} | paper
revise | section_head | in_review | in_review | status=revised round {NEW} |
agree | officer | in_review | in_review | agreed+by | bytes
approve | section_head | in_review | approved | {EDITION} | bytes
approve | division_head | in_review approved | same | approvals+ | bytes
bypass | {HEADS} | in_review | approved | {EDITION} unlooked+ | bytes why
recall | section_head | approved | in_review | status=waiting editions- approvals! recalled=1 | why
amend | officer | approved | drafting | kind=ralat status=none {VOID} | why then
withdraw | officer | approved {WRITING} | drafting | kind=pencabutan status=none {VOID} | why then
takedown | {HEADS} | approved {WRITING} | same | hidden=1 unlooked+ | why then wait
second_look | {HEADS} | approved | same | unlooked- | bytes
fact_check | officer | {WRITING} | same | |
exempt | section_head | {WRITING} | same | | why
pause | officer | {OPEN} | same | paused@waiting_for | why
resume | officer | {OPEN} | same | paused! | why wait
void | section_head | {OPEN} | void | | why first wait
confirm | {HEADS} | {OPEN} {FINAL} approved | same | unconfirmed~statement | after wait
"""
TABLE = [[part.split() for part in row.split("|")] for row in ROWS.strip().splitlines()]
# `x` is what the statement says, `x<y` its y, `x=y` y itself, `x!` empty, `x+` one more, `x-` less.
MAKES: dict[str, Any] = {
    "": lambda s, x, y: s.data[y], "<": lambda s, x, y: s.data[y],
    "!": lambda s, x, y: type(x)(), "=": lambda s, x, y: True if y == "1" else y,
    "-": lambda s, x, y: x[:-1], "+": lambda s, x, y: [*x, s.data.get(y, vars(s).get(y, s))],
    "&": lambda s, x, y: list(dict.fromkeys([*x, *s.data[y]])),
    "~": lambda s, x, y: {told: who for told, who in x.items() if told != s.data[y]},
    "@": lambda s, x, y: {y: s.data[y], "since": s.at.isoformat()},
    "*": lambda s, x, y: {"status": y, "note": s.data["reason"]},
    ">": lambda s, x, y: {"status": y} | {k: s.data[k] for k in FORWARDED if k in s.data},
}  # fmt: skip
# What an action needs besides, of the case `c`, the statement `s` and its data `d`.
NEEDS: dict[str, Any] = {
    "split": lambda c, s, d: all(p == f"{c.number}.{n}" for n, p in enumerate(d["numbers"], 1)),
    "join": lambda c, s, d: d["leading"] != c.number,
    "reassign": lambda c, s, d: d["officer"] != c.officer,
    "submit": lambda c, s, d: s.by in d["contributors"],
    "agree": lambda c, s, d: c.status == "revised",
    "approve": lambda c, s, d: s.by not in c.contributors or {*c.agreed} - {s.by},
    "withdraw": lambda c, s, d: c.kind != "pencabutan",
    "takedown": lambda c, s, d: not c.hidden and {c.kind, c.state} != {"pencabutan", "approved"},
    "second_look": lambda c, s, d: s.by not in (c.unlooked[-1].by, *c.contributors),
    "exempt": lambda c, s, d: d["finding"].startswith(("personal-", "excluded-")),
    "confirm": lambda c, s, d: c.unconfirmed.get(d["statement"]) == s.by,
}  # fmt: skip
# What main is made of, beside agency.yaml: requests and articles, and what is changed with consent.
UNIT = re.compile(r"(?!.*\.gitattributes$)(?:requests/([1-9]\d{3}/(?:\d{4}|[1-9]\d{4,})"
    r"(?:\.[1-9]\d{0,2})?)(?:\.yaml|/.+)|(content/[^/]+/[^/]+/[^/]+)/.+)")  # fmt: skip
CHANGE = re.compile(r"(?!.*\.gitattributes$)(?:[^/]+|\w+/README\.md"
    r"|(?:pipeline|theme|tools|tests|docs|bench|examples|\.github|\.ci)/.+)")  # fmt: skip
# YAML, as people and the program write it here: no anchors, no tags, nothing twice.
SEPARATOR = re.compile(rb"^---[ \t]*\r?(?:\n|\Z)", re.M)
KEY = re.compile(r'("(?:[^"\\]|\\.)*"|\w[^:#"\n]*?) *:(|[ \n].*)', re.S)
WORD = re.compile(r"""("(?:[^"\\]|\\.)*")|([^][{},:"'\s](?:[^][{},:#]|:(?=\S)|(?<! )#)*)| #.*""")
# RFC 8785: for whole numbers and keys in ASCII, all there is here, it is as simple as this.
canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
# What counts by number (commit, digest), which numbers are wrong, whether all must stop, and why.
Result = namedtuple("Result", "units bad stop why")


def need(holds: object, why: str) -> None:
    """Go on only if it holds."""
    if not holds:
        raise ValueError(why)


@lru_cache(65536)
def yaml(text: str) -> Any:
    """A document or a part of it; only bare words may be numbers. Longer texts stay as they are."""
    need(re.sub("[\r\n\xa0]", "", text).isprintable(), "a character that nobody sees")
    text = textwrap.dedent(re.sub(r"^ *(#.*)?\r?\n", "", f"{text}\n", flags=re.M)).rstrip("\r\n")
    if re.match(r"-[ \n]", text):
        return [yaml(" " + item) for item in re.split(r"^-(?=[ \n])", text, flags=re.M)[1:]]
    # A list may stand right below its key, no further in.
    keys = [KEY.fullmatch(entry) for entry in re.split(r"\n(?=[^ -]|-[^ \n])", text)]
    if keys[0]:
        need(all(keys), "a line is not `key: value`")
        return mapping([(key[1].strip('"'), yaml(key[2])) for key in keys if key])
    text = re.sub(r" *\n *", " ", text).strip()
    if text.startswith(("[", "{", '"')):  # JSON, but for words without quotation marks
        words = WORD.sub(lambda m: json.dumps(yaml(m[2].strip())) if m[2] else m[1] or "", text)
        return json.loads(words, object_pairs_hook=mapping, strict=False)
    if re.fullmatch(r"-?(0|[1-9]\d{0,14})", text):
        return int(text)
    text = text[1:-1].replace("''", "'") if text.startswith("'") else text.split(" #")[0]
    return {"": None, "null": None, "true": True}.get(text, text)


def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping in which no key stands twice."""
    need(len(dict(pairs)) == len(pairs), "a key stands twice")
    return dict(pairs)


def digest(data: bytes) -> str:
    """A digest as records name it."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


@lru_cache(65536)
def signing_key(message: bytes, signature: str, namespace: str) -> str:
    """The key that signed: PROTOCOL.sshsig with Ed25519 and SHA-512, packed in its one way."""
    blob = base64.b64decode(signature)
    made = b"\0\0\0\x0bssh-ed25519\0\0\0\x40" + blob[-64:]
    parts = (blob[14:65], namespace.encode(), b"", b"sha512", made)
    packed = b"SSHSIG\0\0\0\1" + b"".join(len(part).to_bytes(4) + part for part in parts)
    with tempfile.NamedTemporaryFile("w", suffix=".sig") as file:
        file.write(f"-----BEGIN SSH SIGNATURE-----\n{signature}\n-----END SSH SIGNATURE-----\n")
        file.flush()
        words = ["ssh-keygen", "-Y", "check-novalidate", "-n", namespace, "-s", file.name]
        done = subprocess.run(words, input=message, capture_output=True, check=False)
    is_good = done.returncode == 0 and base64.b64encode(packed).decode() == signature
    return "ssh-ed25519 " + base64.b64encode(blob[14:65]).decode() if is_good else ""


def read_history(front: bytes, root: str, unit: str) -> list[Namespace]:
    """The statements of a front matter: each at its place, chained, and none before the last."""
    told: list[Namespace] = []
    for place, entry in enumerate(yaml(front.decode())["history"], start=1):
        said = {"siar": 1, "root": root, "unit": unit, **entry}
        signature, payload = said.pop("signature"), canonical(said)
        s = Namespace(**entry | {"at": datetime.fromisoformat(entry["at"])})
        need(len(said) == 11 and s.at.isoformat() == entry["at"], f"statement {place} is unclear")
        need((s.seq, s.prev) == (place, told[-1].digest if told else None), f"{place}: no chain")
        need(not told or told[-1].at <= s.at, f"statement {place} is earlier than the one before")
        s.paper = s.data.get("transcribed") or {}
        s.decided_at = datetime.fromisoformat(s.paper.get("decided_at", entry["at"]))
        s.digest = digest(f"{payload}\n{signature}".encode())
        s.key = signing_key(payload.encode(), signature, "siar-statement")
        told.append(s)
    return told


class Agency:
    """agency.yaml as of one commit: its history, who held which role when, whose keys are whose."""

    def __init__(self, data: bytes, root: str) -> None:
        _start, front, self.text = SEPARATOR.split(data)
        found, self.version = yaml(self.text.decode()), yaml(front.decode())["version"]
        self.history, self.roster = read_history(front, root, "agency"), found["roster"]
        self.topics = {*(found.get("division_head_topics") or [])}
        self.zone = ZoneInfo(found["identity"]["timezone"])
        self.local = found.get("papers") == "local"  # where letters' papers are kept
        self.people = {person["id"]: person for person in self.roster["people"]}
        keys: dict[str, tuple[str, Any]] = {self.roster.get("recorder") or "-": ("recorder", None)}
        for who, p in self.people.items():
            keys |= {old["key"]: (who, old["statements"]) for old in p.get("retired_keys") or []}
            keys |= dict.fromkeys(p.get("keys") or [], (who, None))
        self.keys = {" ".join(key.split()[:2]): told for key, told in keys.items()}
        self.terms = [(who, t["role"], t.get("acting") or "", t["since"], t.get("until") or "9999")
            for who, person in self.people.items() for t in person["terms"]]  # fmt: skip

    def holds(self, who: str, role: str, at: datetime) -> bool:
        """Whether somebody holds a role at a moment: the first and the last day included."""
        day = at.astimezone(self.zone).date().isoformat()
        return any(t[:2] == (who, role) and t[3] <= day <= t[4] for t in self.terms)

    def check(self, s: Namespace, number: str, later: list[str]) -> None:
        """Whoever decided held the role then, and signed with a key that counts at this place."""
        need(self.holds(s.by, s.role, s.decided_at), f"{s.by} is not {s.role} at {s.decided_at}")
        typed = s.paper and self.holds(s.signer, "officer", s.at)
        need(s.signer in (s.by, "recorder") or typed, f"{s.signer} signed for {s.by}")
        who, anchors = self.keys.get(s.key, ("", {}))
        # A retired key counts up to the statement that anchors it; `later` are those from `s` on.
        need(who == s.signer and (anchors is None or anchors.get(number) in later), f"not {who}'s")

    def check_past(self, new: "Agency", day: str) -> None:
        """A new roster tells the past no other way: people, terms begun or ended, and keys."""
        need(self.people.keys() <= new.people.keys(), "somebody is gone from the roster")
        for *begun, end in self.terms:
            ends = [until for *term, until in new.terms if term == begun]
            need(any(now == end or now < end >= day for now in ends), f"a term changed: {begun}")
        for key, (who, anchors) in self.keys.items():
            kept = new.keys.get(key, ("",))[0] == who and anchors in (None, new.keys[key][1])
            need(kept or who == "recorder", f"a key of {who} is gone, or in use again")
        need({k for k in new.keys if new.keys[k][1] is not None} <= self.keys.keys(), "not theirs")


def take(c: Namespace, s: Namespace) -> None:
    """Follow one statement, or refuse it."""
    rows = [row for row in TABLE if row[0] == [s.action] and s.role in row[1] and c.state in row[2]]
    need(rows, f"{s.role} cannot {s.action} what is {c.state}")
    (_, _, _, (state,), makes, marks), is_new = rows[0], c.state == "new"
    need("after" in marks or not (c.parts or c.leading), "others carry it on")
    need("wait" in marks if c.paused else s.action != "resume", "it is paused, or is not")
    need(not s.paper or ("paper" in marks and s.decided_at <= s.at), "it cannot be typed in")
    need(not {"first", "then"} & {*marks} or ("then" in marks) == bool(c.editions), "too late")
    need("why" not in marks or s.data["reason"].strip(), "it needs a reason")
    binds = "bytes" in marks or (s.action == "exempt" and c.state == "in_review")
    need(not binds or s.data["digest"] == c.digest, "on other bytes than those submitted")
    counted = (s.data.get("round", c.round + 1), s.data.get("version", len(c.editions)))
    need(counted == (c.round + 1, len(c.editions)), "rounds and editions are counted")
    need(is_new or NEEDS.get(s.action, lambda *_: True)(c, s, s.data), f"{s.by} cannot {s.action}")
    c.state = c.state if state == "same" else state
    if s.action == "recall":
        c.unlooked = [other for other in c.unlooked if other not in c.approvals]
    if s.action == "second_look" and s.data["verdict"] == "objected":
        bypass = c.unlooked[-1].action == "bypass"  # else a takedown: what it hid is shown again
        c.hidden = bypass and (c.hidden or c.unlooked[-1].data["digest"] == c.editions[-1])
    for name, how, y in re.findall(r"(\w+)([^\w ]?)(\w*)", " ".join(makes)):
        vars(c)[name] = MAKES[how](s, vars(c)[name], y or name)
    c.awaiting_look = c.unlooked[-1].action if c.unlooked else ""
    c.unconfirmed |= {s.digest: s.by} if s.paper and s.signer != s.by else {}


def run(repository: Path, *words: str) -> bytes:
    """What Git says, with nothing replaced, filtered or believed of its own notes on history."""
    options = ["--no-replace-objects", "-c", "core.commitGraph=false", "-C", str(repository)]
    return subprocess.run(["git", *options, *words], capture_output=True, check=True).stdout


def read(repository: Path, folder: Path, kind: str, oid: str) -> bytes:
    """The bytes of an object, held against its id."""
    loose = Path(folder, "objects", oid[:2], oid[2:])
    whole = zlib.decompress(loose.read_bytes()) if loose.exists() else b""
    data = whole.partition(b"\0")[2] if whole else run(repository, "cat-file", kind, oid)
    made = hashlib.sha1(b"%b %d\0%b" % (kind.encode(), len(data), data), usedforsecurity=False)
    need(made.hexdigest() == oid, f"the object {oid} was exchanged")
    return data


raw = lru_cache(16384)(read)  # of commits and folders; what was read of a file may be a lie by now


@lru_cache(8192)
def listing(repository: Path, folder: Path, tree: str) -> dict[str, tuple[str, str]]:
    """Mode and id of every file of a tree, by path."""
    found: dict[str, tuple[str, str]] = {}
    data = raw(repository, folder, "tree", tree)
    while data:
        head, _nul, rest = data.partition(b"\0")
        mode, _space, name = head.decode(errors="surrogateescape").partition(" ")
        oid, data = rest[:20].hex(), rest[20:]
        inner = listing(repository, folder, oid).items() if mode == "40000" else ()
        found |= {f"{name}/{path}": entry for path, entry in inner} or {name: (mode, oid)}
    return found


class Main:
    """main from the pinned root on: what counts, and what is wrong."""

    def __init__(self, repository: Path, folder: Path, root: str) -> None:
        self.repository, self.folder, self.root = repository, folder, root
        self.agency, self.known = Agency(self.read(root, AGENCY), root), self.past(root, {*""})
        self.older = {u[2] for path in self.rows(root, "content/") if (u := UNIT.fullmatch(path))}
        self.units: dict[str, Namespace] = {}
        self.right: dict[str, str] = {}  # where a path was last changed as it may be
        self.wrong: dict[str, tuple[str, bool, str]] = {}

    def head(self, commit: str) -> list[str]:
        """The tree of a commit, and its parents."""
        lines = raw(self.repository, self.folder, "commit", commit).split(b"\nauthor ")[0].split()
        return [line.decode() for line in lines[1::2]]

    def past(self, commit: str, known: set[str]) -> set[str]:
        """What leads to a commit, itself included, beside what is `known`."""
        found, todo = {commit}, [commit]
        while todo:
            more = {*self.head(todo.pop())[1:]} - found - known
            found, todo = found | more, [*todo, *more]
        return found

    def changed(self, commit: str, *before: str) -> set[str]:
        """Paths that a commit has as none of the others, or of its parents, has them."""
        commits = (commit, *(before or self.head(commit)[1:]))
        there, *others = (self.rows(oid, "") for oid in commits)
        return {path for path in {*there}.union(*others)
            if all(old.get(path) != there.get(path) for old in others)}  # fmt: skip

    def rows(self, commit: str, *below: str) -> dict[str, tuple[str, str]]:
        """Mode and id of each file below folders, whose names end with `/`."""
        there = listing(self.repository, self.folder, self.head(commit)[0])
        folders = tuple(name for name in below if name[-1:] in ("", "/"))
        return {p: there[p] for p in there if p in below or p.startswith(folders)}

    def read(self, commit: str, path: str) -> bytes:
        """The bytes of a file."""
        return read(self.repository, self.folder, "blob", self.rows(commit, path)[path][1])

    def files(self, commit: str, *below: str) -> dict[str, list[Any]]:
        """Path, mode, size and SHA-256 of each file below folders, as digests are made of them."""
        found = {}
        for path, (mode, _oid) in self.rows(commit, *below).items():
            need(mode == "100644", f"{path} is not an ordinary file")
            data = self.read(commit, path)  # of agency.yaml, what stands after its own history
            data = SEPARATOR.split(data)[2] if path == AGENCY else data
            found[path] = [path, mode, len(data), digest(data)[7:]]
        return found

    def signer(self, commit: str) -> str:
        """Whoever signed a commit; what it says of its author is never read."""
        text = raw(self.repository, self.folder, "commit", commit)
        start, end = next(re.finditer(rb"\ngpgsig .*(?:\n .*)*|\n\n", text)).span()
        armour = "".join(map(str.strip, text[start:end].decode().splitlines()[2:-1]))
        return self.agency.keys[signing_key(text[:start] + text[end:], armour, "git")][0]

    def article(self, commit: str, folder: str) -> dict[str, Any]:
        """The front matter of an article; empty where there is none, or none that can be read."""
        with suppress(Exception):
            return {**yaml(SEPARATOR.split(self.read(commit, f"{folder}/index.md"), 2)[1].decode())}
        return {}

    def replay(self, tip: str, odd: list[str]) -> Result:
        """Follow main's first parents from the root to the tip; `odd` is what may lie of them."""
        line = [tip]
        while line[0] != self.root:
            parents = self.head(line[0])[1:]
            need(parents, "main does not come from the root")
            line = [parents[0], *line]
        for parent, commit in pairwise(line):
            self.step(parent, commit)
        told = Result({n: (c.commit, c.made) for n, c in self.units.items()}, set(), bool(odd), odd)
        for path, (number, stops, said) in self.wrong.items():
            if self.rows(tip, path) != self.rows(self.right.get(path, self.root), path):
                bad, why = told.bad | ({number} - {""}), [*told.why, f"{path}: {said}"]
                told = Result(told.units, bad, told.stop or stops, why)
        return told

    def step(self, parent: str, commit: str) -> None:
        """One commit of main: one request's, or a change that others have agreed to."""
        m = Namespace(parent=parent, commit=commit, paths=self.changed(commit, parent))
        units = [unit for path in m.paths if (unit := UNIT.fullmatch(path))]
        numbers = {unit[1].replace("/", "-") for unit in units if unit[1]}
        others, m.folders = m.paths - {u[0] for u in units}, {u[2] for u in units if u[2]}
        m.brought = self.past(commit, self.known)
        self.known |= m.brought
        number = numbers.pop() if len(numbers) == 1 and not others else ""
        fits = not numbers and others and (AGENCY in others or not m.folders)
        try:
            if number:
                self.units[number] = self.request(number, m)
            else:
                need(fits and all(map(CHANGE.fullmatch, others)), f"nobody agreed to {commit}")
                self.change(m)
            self.right |= dict.fromkeys(m.paths, commit)
        except Exception as error:
            self.wrong |= {p: (number, bool(fits or p in others), str(error)) for p in m.paths}

    def change(self, m: Namespace) -> None:
        """Anything but a request: those who may have agreed to it in agency.yaml's own history."""
        old, new = self.agency, Agency(self.read(m.commit, AGENCY), self.root)
        told, known = new.history[len(old.history) :], [s.digest for s in old.history]
        grown = [s.digest for s in new.history][: len(known)] == known
        need(grown and new.version == old.version + 1, f"it is not change {old.version + 1}")
        for s in told:
            old.check(s, "", [])
            counted = s.role in ("maintainer", *HEADS.split()) and s.signer == s.by
            need(counted and s.data["version"] == new.version, f"{s.by} cannot agree to this")
        old.check_past(new, told[-1].at.astimezone(old.zone).date().isoformat())
        paths = m.paths - {AGENCY} | ({AGENCY} if old.text != new.text else set())
        left, writers = {*paths}, {*""}
        for oid in m.brought:
            text, *texts = (self.files(each, AGENCY) for each in (oid, *self.head(oid)[1:]))
            own = self.changed(oid) & paths - ({AGENCY} if text in texts else set())
            left, writers = left - own, writers | ({self.signer(oid)} if own else set())
        writers |= {self.signer(m.commit)} if left else set()
        for folder in m.folders:
            older = not self.rows(m.parent, f"{folder}/") and self.article(m.commit, folder)
            need(older and "request" not in older, "an import is of articles that are new here")
        files = self.files(m.commit, *paths)
        listed = [files.get(path, [path, None, 0, None]) for path in sorted(paths)]
        names = {"/".join(path.split("/")[:2]) for path in paths} if m.folders else paths
        said = (digest(canonical(listed).encode()), sorted(names))
        told = [s for s in told if (s.data["digest"], s.data["paths"]) == said]
        imports = {s.by for s in told if (s.action, s.role) == ("import", "maintainer")}
        roles, one, other = HEADS if m.folders else f"maintainer {HEADS}", old.people, new.people
        barred = imports | {who for who in {**one, **other} if one.get(who) != other.get(who)}
        agreed = {s.by for s in told if s.action == "approve" and s.role in roles.split()} - barred
        need(paths and len(agreed) > (old.roster != new.roster), "not enough have agreed")
        need(imports if m.folders else agreed - writers, "nobody has agreed who did not write it")
        self.agency, self.older = new, self.older | m.folders

    def request(self, number: str, m: Namespace) -> Namespace:
        """A request's unit as main may take it; to `round`, its case is what a record shows."""
        c = Namespace(
            number=number, state="new", kind="", hidden=False, awaiting_look="", parts=[],
            leading="", paused={}, disposition={"status": "none"}, officer="", article="",
            contributors=[], status="none", round=0, digest="", recalled=False, agreed=[],
            approvals=[], editions=[], unlooked=[], unconfirmed={}, commit=m.commit)  # fmt: skip
        path, before = f"requests/{number.replace('-', '/', 1)}", self.units.get(number)
        need(self.rows(m.commit, f"{path}.yaml")[f"{path}.yaml"][0] == "100644", "no record")
        start, front, *documents = SEPARATOR.split(self.read(m.commit, f"{path}.yaml"))
        c.told = read_history(front, self.root, f"request/{number}")
        c.digests, known = [s.digest for s in c.told], before.digests if before else []
        need(c.digests[: len(known)] == known, "statements are missing or changed")
        for place, s in enumerate(c.told):
            take(c, s)
            if place >= len(known):  # what main has verified is not judged again
                self.agency.check(s, number, c.digests[place:])
        reviews = [canonical(s.data["evidence"]) for s in c.told if "evidence" in s.data]
        need(len({*reviews}) == len(reviews), "a review counts once")
        claimed = {**(f := yaml(front.decode())), **f["correction"], "history": 0, "correction": 0}
        shown = {name: value for name, value in [*vars(c).items()][:14] if value}
        need(shown == {k: v for k, v in claimed.items() if v}, "not the summary of its history")
        c.docs = [d for s in c.told for d in s.data.get("documents", [s.data.get("document")]) if d]
        need(not start and c.docs == [*map(digest, documents)], "the documents were changed")
        values, first = [yaml(document.decode()) for document in documents], c.told[0].data
        things = [i for d in values for i in (d.get("sender") or {}, *(d.get("attachments") or []))]
        things += [told for s in c.told for told in (s.data, s.paper)]
        registered = {path[:14] + i["path"]: i["sha256"] for i in things if "path" in i}
        registered |= {path[:14] + i["scan"]: i["scan_sha256"] for i in things if "scan" in i}
        there = {f[0]: f[3] for f in self.files(c.commit, f"{path}/", *registered).values()}
        need(there == registered, "a paper is missing, changed, or was never registered")
        # What is `local` is not here. All but photographs is kept as agency.yaml says, or said at
        # some commit of main since the branch left it; what main or the letter had, as it was.
        names = ("local", "path", "scan", "contact", "email", "phone")
        c.kept = {(k, i[k]) for i in things if i.get("kind") != "photo" for k in names if k in i}
        letter: Any = self.units.get(number.partition(".")[0])
        ways = {k == "local" for k, _ in c.kept - getattr(before or letter, "kept", set())}
        if ways - {self.agency.local}:
            words = f"rev-list --first-parent --boundary {m.parent} ^{m.commit}^2".split()
            line = run(self.repository, *words).decode().split()
            texts = [self.read(oid.strip("-"), AGENCY) for oid in line]
            need(len({Agency(t, self.root).local for t in texts}) > 1, "papers are kept elsewhere")
        # A part is one that its letter's split names; what leads is not led or split itself.
        if "." in number or c.told[0].action == "split":
            splits = [s.digest for s in letter.told if number in s.data.get("numbers", [])]
            same = (first["documents"], first["disposition"]) == (letter.docs, letter.disposition)
            need(first["statement"] in splits and same, "its letter does not name it so")
        if c.leading:
            leader, tag = self.units.get(c.leading), f"refs/tags/agenda/{c.leading}"
            need(leader or run(self.repository, "rev-parse", tag), f"there is no {c.leading}")
            need(not leader or not (leader.leading or leader.parts), f"{c.leading} leads nothing")
        files = self.files(c.commit, *([f"{c.article}/"] if c.article else []))
        sizes = [[len(document), digest(document)[7:]] for document in documents]
        told = canonical({"files": sorted(files.values()), "documents": sizes})
        c.made, mute = digest(told.encode()) if files else None, c.hidden and c.state != "approved"
        if c.state in FINAL.split() or c.parts or c.leading:
            need(not files, "what has ended publishes nothing")
        else:
            article = self.article(c.commit, c.article)
            need(article.get("request") == number, "its article is missing, or another's")
            need(c.state == "approved" or c.recalled or c.hidden, f"merged while {c.state}")
            # While it is hidden, main keeps what it had: only an approval binds again.
            bound = c.digest if c.state in ("in_review", "approved") and not mute else c.made
            held = (before and self.files(before.commit, f"{c.article}/")) if mute else files
            need((c.made, files) == (bound, held), "other bytes than those submitted and approved")
            both = "division_head" if self.agency.topics & {*article["topics"]} else "section_head"
            by = {s.role for s in c.approvals} | {s.action for s in c.approvals}
            right = c.hidden or "bypass" in by or {both, "section_head"} <= by
            need(c.state != "approved" or right, "an approval is missing")
            need("recorder" not in [s.signer for s in c.approvals], "no forge confirms the review")
        owner = self.article(m.parent, c.article).get("request", number)
        need(owner == number and m.folders <= {c.article} - self.older, "another's place")
        if before and before.editions and not c.recalled:
            need(files and c.article == before.article, "a published article was removed")
        reopened = {s.action for s in c.told[len(known) :]} & {"amend", "withdraw"}
        if before and reopened and c.state in ("in_review", "approved") and not mute:
            below = f"{c.article}/{'versions/' * before.recalled}"  # a recalled text was no edition
            for former, file in self.files(before.commit, below).items():
                kept = former.replace("/index.md", f"/versions/{len(before.editions)}.md")
                need("/versions/" not in kept or files.get(kept, [])[2:] == file[2:], f"no {kept}")
        for oid in m.brought - {m.commit} if c.digest else []:
            wrote = any(path.startswith("content/") for path in self.changed(oid))
            need(not wrote or self.signer(oid) in c.contributors, f"{oid} is by no contributor")
        return c


def verify(repository: Path, root: str, tip: str = "main") -> Result:
    """Verify main of a repository up to `tip`, from the pinned root on."""
    names = run(repository, "rev-parse", "--git-common-dir", f"{tip}^0").decode().splitlines()
    lies = ["info/grafts", "objects/info/alternates", "shallow"]
    lies = [lie for lie in lies if Path(repository, names[0], lie).exists()]
    lies += run(repository, "for-each-ref", "refs/replace/").decode().splitlines()
    try:
        return Main(repository, Path(repository, names[0]), root).replay(names[1], lies)
    except Exception as error:
        return Result({}, set(), True, [str(error), *lies])


if __name__ == "__main__":
    sys.exit("\n".join(verify(Path(sys.argv[1]), *sys.argv[2:]).why) or 0)
