"""The school's server: real users log in and work side by side, and nobody reaches what is not theirs.

It runs by itself (`python3 run.py test`, step "hub"), for it makes users of the system and needs root and npm.
"""

from __future__ import annotations

import os
import pwd
import re
import stat
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import hub
from hub import School, Student, until
from mineros import school as handing
from mineros.words import Words

pytestmark = [pytest.mark.hub, pytest.mark.skipif(bool(hub.missing()), reason=hub.missing() or "-")]
LESSON = "notebooks/en/01-pasta-de-conchos.ipynb"
EN = Words("en")


@pytest.fixture(scope="module")
def place() -> Iterator[School]:
    with hub.school() as place:
        yield place


def entered(place: School, name: str) -> Student:
    (user,) = [user for user in place.passwords if user.endswith(name)]
    student = Student(place, user)
    assert student.log_in()
    student.open()
    return student


@pytest.fixture(scope="module")
def ana(place: School) -> Student:
    return entered(place, "-ana")


@pytest.fixture(scope="module")
def beto(place: School) -> Student:
    return entered(place, "-beto")


@pytest.fixture(scope="module")
def prof(place: School) -> str:
    return next(user for user in place.passwords if user.endswith("-prof"))


def as_student(place: School, student: Student, code: str) -> str:
    """What a Python program of the student prints, outside of any server."""
    done = place.command(place.server / "env" / "bin" / "python", "-c", code, user=student.user)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# --- coming in, and working ----------------------------------------------------------------------------------------


def test_the_systems_password_lets_a_student_in_and_a_wrong_one_does_not(place: School, ana: Student) -> None:
    stranger = Student(place, ana.user)
    assert not stranger.log_in("teno-kapi-rusu")
    assert stranger.get("api/contents").status_code != 200


def test_the_page_to_log_in_says_in_both_languages_who_sees_what(place: School) -> None:
    import html

    page = html.unescape(hub.httpx.get(f"{place.address}/hub/login", trust_env=False).text)
    for words in (EN, Words("es")):
        assert f'lang="{words.language}">{words("hub.welcome")}</p>' in page


def test_each_students_server_and_kernel_run_as_that_student_with_a_copy_of_the_lessons(
    ana: Student, beto: Student
) -> None:
    for student in (ana, beto):
        number = pwd.getpwnam(student.user).pw_uid
        assert student.say("[__import__('os').getuid(), __import__('os').getcwd()]") == [
            number, str(student.home / "los-mineros" / "notebooks" / "en"),
        ]  # fmt: skip
        assert (student.home / "los-mineros" / LESSON).stat().st_uid == number
        assert stat.S_IMODE(student.home.stat().st_mode) == 0o700


def test_lesson_01_runs_to_its_end_on_the_server_and_keeps_answers_at_home(ana: Student) -> None:
    cells = ana.get(f"api/contents/{LESSON}").json()["content"]["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    ran = [ana.run(source) for source in code]
    assert [outcome.error for outcome in ran if outcome.error] == []
    assert sum(outcome.shown for outcome in ran) > 10
    assert ana.say("pack.answers.save('01-q2', 'Mine.')") is True
    assert "Mine." in (ana.home / "los-mineros" / "my-work" / "answers.json").read_text("utf-8")


# --- nobody reaches what is not theirs -----------------------------------------------------------------------------


def test_a_student_reads_no_file_of_another_from_a_kernel_or_through_the_server(ana: Student, beto: Student) -> None:
    secret = beto.home / "los-mineros" / "my-work" / "secret.txt"
    wrote = f"import pathlib; path = pathlib.Path({str(secret)!r}); path.parent.mkdir(exist_ok=True)"
    assert not beto.run(f"{wrote}; path.write_text('Beto alone')").error
    assert secret.read_text() == "Beto alone"
    for wish in (f"open({str(secret)!r})", f"__import__('os').listdir({str(beto.home)!r})"):
        assert ana.run(wish).error.startswith("PermissionError")
    up = f"../../{beto.home.name}/los-mineros/my-work/secret.txt"
    for path in (up, up.replace("..", "%2e%2e"), str(secret)):
        for part in ("api/contents/", "files/"):
            assert "Beto alone" not in ana.get(part + path).text


def test_a_student_has_no_way_into_another_students_server(ana: Student, beto: Student) -> None:
    for path in ("api/contents", "lab", "api/kernels"):
        assert ana.get(path, beto.user).status_code in (403, 404)
    ports = set(re.findall(r"http://127\.0\.0\.1:(\d+)", ana.place.log.read_text("utf-8", "replace")))
    asked = f"""
import http.client, os
def ask(port, path):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", path, headers={{"Authorization": "token " + os.environ["JUPYTERHUB_API_TOKEN"]}})
        return line.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
port = {ana.place.settings["port"]}
"""
    ana.run(asked)
    for number in sorted(ports):
        assert ana.say(f"ask({number}, '/user/{beto.user}/api/contents')") != 200
    assert ana.say("ask(port + 1, '/api/routes')") == 403, "the proxy's own interface is the hub's alone"
    assert ana.say(f"ask(port + 2, '/hub/api/users/{beto.user}')") in (403, 404)


def test_nobody_is_an_administrator_who_could_open_others_servers(place: School, ana: Student, prof: str) -> None:
    teacher = Student(place, prof)
    assert teacher.log_in()
    for student in (teacher, ana):
        assert student.http.get("/hub/admin").status_code == 403
    assert teacher.get("api/contents", ana.user).status_code in (403, 404)


def test_what_a_kernel_says_to_its_server_is_sealed(ana: Student) -> None:
    assert ana.say("'curve_publickey' in json.load(open(__import__('ipykernel').get_connection_file()))") is True


def test_the_shared_pack_cannot_be_changed_by_a_student(place: School, ana: Student) -> None:
    writable = as_student(
        place,
        ana,
        f"import os\nfor top, folders, files in os.walk({str(place.server)!r}):\n"
        "    [print(top + '/' + name) for name in ['.', *files] if os.access(top + '/' + name, os.W_OK)\n"
        "     and not os.path.islink(top + '/' + name)]",
    )
    own = place.server / "handed-in" / ana.user
    assert [path for path in writable.splitlines() if not path.startswith(str(own))] == []


def test_the_teachers_key_is_out_of_a_students_reach(place: School, ana: Student) -> None:
    assert as_student(place, ana, f"import os; print(os.access({str(place.checkout)!r}, os.R_OK | os.X_OK))") == "False"
    seen = f"""
import os
for start in ({str(place.server)!r}, {str(ana.home)!r}):
    for top, folders, files in os.walk(start):
        if top.endswith("site-packages"):
            folders[:] = ["mineros"]
        folders[:] = [name for name in folders if name not in ("node_modules", "__pycache__")]
        for path in (os.path.join(top, name) for name in files):
            if os.access(path, os.R_OK) and os.path.isfile(path):
                print(path)
"""
    files = [Path(line) for line in as_student(place, ana, seen).splitlines()]
    assert len(files) > 200
    assert [file for file in files if {"solutions", "worked", "lessons"} & set(file.parts)] == []
    key = place.checkout / "exercises" / "solutions"
    secret = ["years = (end - start).days / 365.25", 'right = [["inspection", "order", "served"']
    held = (key / "tasks" / "02.toml").read_text("utf-8") + (key / "01.toml").read_text("utf-8")
    assert [given for given in secret if given not in held] == [], "the key has changed; take other lines of it"
    bank = (place.checkout / "guide" / "questions" / "01.toml").read_text("utf-8")
    secret += re.findall(r'level = "proficient"\nen = "(.{25,})"', bank)
    assert len(secret) > 15
    texts = [file.read_text("utf-8", "replace") for file in files if file.stat().st_size < 5_000_000]
    assert [given for given in secret if any(given in text for text in texts)] == []


# --- limits --------------------------------------------------------------------------------------------------------


def test_a_program_that_takes_all_memory_ends_with_a_memory_error_and_others_go_on(ana: Student, beto: Student) -> None:
    greedy = ana.run("hog = [bytearray(50_000_000) for _ in range(100)]")
    assert greedy.error.startswith("MemoryError") or greedy.error in ("restarting", "autorestarting", "dead")
    assert beto.say("1 + 1") == 2
    assert ana.say("2 + 2") == 4


def test_no_student_can_raise_the_limits_of_time_memory_and_threads(place: School, ana: Student) -> None:
    held = ana.say("[list(__import__('resource').getrlimit(n)) for n in (0, 2, 6)]")  # processor, data, threads
    school = place.settings
    wanted = [school["processor_minutes"] * 60, school["memory_mb"] * 1024 * 1024, school["threads"]]
    assert held == [[most, most] for most in wanted]
    assert "ValueError" in ana.run("import resource; resource.setrlimit(0, (9_999, 9_999))").error


def test_an_endless_loop_ends_when_its_time_is_used_up(beto: Student) -> None:
    beto.run("import resource; resource.setrlimit(resource.RLIMIT_CPU, (4, resource.getrlimit(0)[1]))")
    assert beto.run("while True: pass", 60).error in ("restarting", "autorestarting", "dead")
    assert beto.say("1 + 1") == 2


# --- handing in ----------------------------------------------------------------------------------------------------

PRESS = """
from mineros import open_pack
from mineros.progress import Progress
page = open_pack("en")
page.answers.save("01-q2", "Handed in with care.")
board = Progress(page.answers, page.words)
box = board.controls()
board.student.value = "Ana López"
buttons = {child.description: child for row in box.children if hasattr(row, "children") for child in row.children}
"""


def test_an_answer_is_handed_in_when_the_button_is_pressed_and_only_teachers_read_it(
    place: School, ana: Student, beto: Student, prof: str
) -> None:
    file = place.server / "handed-in" / ana.user / handing.FILE
    assert not ana.run(PRESS).error
    assert not file.exists(), "nothing is sent before the button is pressed"
    assert not ana.run(f"buttons[{EN('hub.send')!r}].click()").error
    assert "Handed in with care." in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    for wish in (f"open({str(file)!r})", f"__import__('os').listdir({str(file.parent.parent)!r})"):
        assert beto.run(wish).error.startswith("PermissionError")
    into = place.top / "graded"
    into.mkdir()
    os.chown(into, pwd.getpwnam(prof).pw_uid, -1)
    collected = place.command(
        place.server / "env" / "bin" / "mineros", "collect", place.server / "handed-in", "--to", into, user=prof
    )
    assert collected.returncode == 0, collected.stderr
    assert "Ana López" in (into / "gradebook.csv").read_text("utf-8")
    assert "mineros collect" in ana.run("!mineros collect --help").printed, "a teacher's line in a notebook works"
    assert not ana.run(f"buttons[{EN('hub.take_back')!r}].click()").error
    assert not file.exists()


# --- a whole class at once, and pages that stay open ----------------------------------------------------------------

# The school's own configuration, with one start at a time, each longer than a page waits before it tells how the start
# goes on; and with nothing that ends a whole server.
NARROW = """
import asyncio
load_subconfig("{config}")
spawner = c.JupyterHub.spawner_class
spawner.turns = asyncio.Semaphore(1)
listens = spawner.listens

async def listens_later(self):
    await listens(self)
    await asyncio.sleep(3)

spawner.listens = listens_later
c.JupyterHub.tornado_settings = {{"slow_spawn_timeout": 0}}
c.JupyterHub.services = c.JupyterHub.load_roles = []
"""


@pytest.fixture(scope="module")
def narrow(place: School) -> School:
    """The server anew, with room for one start at a time; a notebook ends after six seconds without activity."""
    place.stop()
    place.change(idle_minutes=0.1)
    config = place.server / "hub" / "narrow.py"
    config.write_text(NARROW.format(config=config.with_name("jupyterhub_config.py")), "utf-8")
    place.start(config)
    return place


def test_who_comes_while_another_server_starts_is_told_her_place_in_line_and_gets_in(narrow: School) -> None:
    everybody = [Student(narrow, user) for user in sorted(narrow.passwords)]
    (everybody[0].home / "random.py").write_text("raise SystemExit", "utf-8")  # keeps nobody out
    assert all(student.log_in() for student in everybody)
    with ThreadPoolExecutor(len(everybody)) as seats:
        list(seats.map(Student.open, everybody))  # raises if one of them does not get in
    told = [sentence for student in everybody for sentence in student.told]
    for key in ("hub.in_line", "hub.starting"):
        assert any(EN(key, place=1) in sentence and Words("es")(key, place=1) in sentence for sentence in told), told


def test_a_students_server_does_not_hold_the_hubs_database(narrow: School) -> None:
    """It took a third of each student's memory, and stays out by a list in begin.py that an update could outdate."""
    numbers = hub.processes(min(narrow.passwords))
    assert numbers
    assert [number for number in numbers if "sqlalchemy" in Path(f"/proc/{number}/maps").read_text()] == []
    assert "sqlalchemy" in Path(f"/proc/{narrow.running.pid}/maps").read_text(), "the hub itself shows how it looks"


def test_a_notebook_in_an_open_page_lives_on_while_it_is_only_read_and_ends_once_it_is_closed(narrow: School) -> None:
    reader = Student(narrow, min(narrow.passwords))
    assert reader.log_in()
    reader.run("mine = 'not lost'")
    line = reader.line()
    time.sleep(15)
    assert [kernel["id"] for kernel in reader.get("api/kernels").json()] == [reader.kernel]
    assert "not lost" in hub.execute(line, "print(mine)").printed
    line.close()
    until(lambda: reader.get("api/kernels").json() == [], "the notebook of a closed page ends", 30)


# --- afterwards ----------------------------------------------------------------------------------------------------


def test_a_server_that_nobody_uses_is_stopped_and_the_class_finds_its_work_after_a_restart(
    place: School, ana: Student
) -> None:
    place.stop()
    until(lambda: not hub.processes(ana.user), "a stopped hub leaves no server behind", 20)
    place.change(idle_minutes=0.1)
    place.start()
    again = Student(place, ana.user)
    assert again.log_in()
    again.http.get("/hub/spawn")
    until(lambda: "01-q2" in again.get("files/my-work/answers.json").text, "the answers are there again")
    until(lambda: not hub.processes(ana.user), "the idle server is stopped", 30)
    assert "Culling server" in place.log.read_text("utf-8", "replace")
