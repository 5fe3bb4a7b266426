import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.embedding import KEY, MODEL, EmbeddingServer
from tests.serving import running
from tests.waiting import PATIENCE_S

COMMAND = Path(sys.executable).parent / "chatbot"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cli") / "data"


def chatbot(
    data: Path, *arguments: str | Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it."""
    return subprocess.run(
        [str(COMMAND), "--data", str(data), *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        check=False,
    )


def test_a_question_is_answered_with_its_source(data: Path) -> None:
    done = chatbot(data, "ask", "中试平台怎么建")
    assert done.returncode == 0
    assert "建设一批中试" in done.stdout.replace("*", "")
    assert "（工信部联科〔2024〕12号）四、（六）14" in done.stdout


def test_the_json_is_that_of_the_api(data: Path) -> None:
    body = json.loads(chatbot(data, "ask", "--json", "第13条").stdout)
    assert body["citations"][0]["number"] == "13."


@pytest.mark.parametrize(("suffix", "start"), [("docx", b"PK"), ("md", "# 中试".encode())])
def test_an_answer_is_written_to_a_file_of_the_format_named(
    data: Path, tmp_path: Path, suffix: str, start: bytes
) -> None:
    file = tmp_path / f"回答.{suffix}"
    done = chatbot(data, "ask", "中试平台怎么建", "--output", file)
    assert (done.returncode, "已写入" in done.stderr) == (0, True)
    assert "建设一批中试" in done.stdout.replace("*", "")
    assert file.read_bytes().startswith(start)


def test_a_file_that_exists_is_overwritten_by_force_alone(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "回答.md"
    file.write_text("旧", encoding="utf-8")
    refused = chatbot(data, "ask", "中试平台怎么建", "-o", file)
    assert (refused.returncode, file.read_text(encoding="utf-8")) == (1, "旧")
    assert "--force" in refused.stderr
    assert chatbot(data, "ask", "中试平台怎么建", "-o", file, "--force").returncode == 0
    assert file.read_text(encoding="utf-8").startswith("# 中试平台怎么建")


@pytest.mark.parametrize("name", ["回答.pdf", "没有/这个/文件夹.md"])
def test_a_file_that_cannot_be_written_is_an_error_with_a_hint(
    data: Path, tmp_path: Path, name: str
) -> None:
    done = chatbot(data, "ask", "中试平台怎么建", "-o", tmp_path / name)
    assert done.returncode == 1
    assert ".docx（Word 文档）" in done.stderr or "文件夹是否存在" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_search_lists_clauses(data: Path) -> None:
    hits = json.loads(chatbot(data, "search", "人形机器人", "-k", "2", "--json").stdout)["hits"]
    assert len(hits) == 2
    assert "四、（三）6" in chatbot(data, "search", "人形机器人").stdout


def test_a_search_without_its_embedder_says_so(tmp_path: Path) -> None:
    server = EmbeddingServer()
    with running(server.app()) as url:
        environment = {
            "CHATBOT_EMBEDDER": f"openai:{MODEL}",
            "CHATBOT_EMBEDDER_BASE_URL": url,
            "CHATBOT_EMBEDDER_API_KEY": KEY,
        }
        whole = chatbot(tmp_path, "search", "人形机器人", "--json", **environment)
    less = chatbot(tmp_path, "search", "人形机器人", "--json", **environment)
    assert [json.loads(done.stdout)["text_only"] for done in (whole, less)] == [False, True]
    assert "向量模型暂时不可用" in less.stderr
    assert json.loads(less.stdout)["hits"]


@pytest.mark.parametrize("reference", ["四（六）14", "第14条", "第四部分第（六）项第14条"])
def test_a_clause_is_shown_in_full(data: Path, reference: str) -> None:
    shown = chatbot(data, "show", reference).stdout
    assert "四、重点任务 › （六）优化产业支撑体系 › 14. 同步构筑中试能力" in shown
    assert "测试验证等中试服务水平。" in shown


def test_a_clause_that_does_not_exist_is_an_error_with_a_hint(data: Path) -> None:
    done = chatbot(data, "show", "第99条")
    assert done.returncode == 1
    assert "第99条" in done.stderr
    assert "四、（六）16" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_ingest_by_processes_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "甲.md").write_text("# 甲办法\n第一条 修建公路。", encoding="utf-8")
    done = chatbot(tmp_path / "data", "ingest", tmp_path / "甲.md", "--cluster", "1")
    assert (done.returncode, "新增 1" in done.stdout) == (0, True)
    assert [path.name for path in (tmp_path / "data").glob("partitions")] == []
    assert "修建公路" in chatbot(tmp_path / "data", "search", "公路").stdout


def test_a_cluster_that_would_be_spoken_to_in_clear_is_an_error_with_a_hint(tmp_path: Path) -> None:
    done = chatbot(tmp_path / "data", "ingest", tmp_path, "--cluster", "tcp://10.0.0.7:8786")
    assert (done.returncode, "tls://" in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr


def test_an_ingest_says_what_it_did(tmp_path: Path) -> None:
    (tmp_path / "甲.md").write_text("# 甲意见\n一、平台。建设平台。", encoding="utf-8")
    (tmp_path / "坏.txt").write_bytes(b"\x00")
    data = tmp_path / "data"
    done = chatbot(data, "ingest", tmp_path / "甲.md", tmp_path / "坏.txt")
    assert done.returncode == 1
    assert "新增 1" in done.stdout
    assert "坏.txt" in done.stdout
    assert "甲意见" in chatbot(data, "ask", "建设平台").stdout


def test_an_evaluation_prints_figures_and_writes_a_report(data: Path, tmp_path: Path) -> None:
    questions, anchors = tmp_path / "questions.jsonl", tmp_path / "anchors.json"
    lines = [
        {"id": "1", "kind": "fact", "question": "中试平台怎么建", "gold": ["t14"]},
        {"id": "2", "kind": "none", "question": "高温津贴", "gold": [], "answerable": False},
    ]
    questions.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    anchors.write_text('{"t14": "同步构筑中试能力。"}', encoding="utf-8")
    report = tmp_path / "new" / "report"
    done = chatbot(
        *(data, "eval", questions, "--anchors", anchors, "--report", report, "-k", "3", "-k", "1")
    )
    assert done.returncode == 0, done.stderr
    assert "| Recall@1 | Recall@3 | MRR@10 |" in done.stdout
    assert "| fact | 1 | 1.000 [1.000, 1.000] |" in done.stdout
    assert "| fact | 1 |" in (report / "report.md").read_text(encoding="utf-8")
    assert (report / "results.jsonl").exists()


def test_an_evaluation_with_a_malformed_line_does_not_begin(data: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "中试", "gold": []}\n{', encoding="utf-8")
    done = chatbot(data, "eval", questions, "--report", tmp_path / "report")
    assert done.returncode == 1
    assert "questions.jsonl 第 2 行" in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "report" / "report.md").exists()


def test_questions_made_from_a_folder_are_asked_and_written(data: Path, tmp_path: Path) -> None:
    policies = Path(__file__).parents[2] / "index" / "policies"
    report = tmp_path / "report"
    made = ("--from-headings", policies, "--sample", "6", "--seed", "1", "--report", report)
    done = chatbot(data, "eval", *made)
    assert done.returncode == 0, done.stderr
    assert "6 个问题（抽样，种子 1）" in done.stdout
    assert "库中没有的标准条款" not in done.stdout
    again = chatbot(data, "eval", report / "questions.jsonl")
    assert again.returncode == 0, again.stderr
    assert "| heading |" in again.stdout


def test_the_lexicon_shows_what_it_changes(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "lexicon.txt").write_text("知识产权: 牌牌票票\n", encoding="utf-8")
    shown = chatbot(data, "lexicon", "牌牌票票和陪养").stdout
    assert "已载入" in shown
    assert "更正：陪养 → 培养" in shown
    assert "另按：知识产权" in shown
    assert "使用词库" in shown


def test_a_malformed_lexicon_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "lexicon.txt").write_text("好: 好好\n坏\n", encoding="utf-8")
    done = chatbot(tmp_path, "lexicon")
    assert done.returncode == 1
    assert "第 2 行" in done.stderr


def test_a_removal_is_shown_before_it_is_done(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        (tmp_path / f"{name}.md").write_text(f"# {name}意见\n一、{name}平台。", encoding="utf-8")
    data = tmp_path / "data"
    chatbot(data, "ingest", tmp_path / "甲.md", tmp_path / "乙.md")
    shown = chatbot(data, "remove", "乙意见").stdout
    assert "将移除 1 份政策" in shown
    assert "《乙意见》（乙.md）" in shown
    assert "--yes" in shown
    assert "乙意见" in chatbot(data, "search", "乙平台").stdout
    assert "已移除 1 份政策" in chatbot(data, "remove", "乙意见", "--yes").stdout
    assert "乙意见" not in chatbot(data, "search", "乙平台").stdout


@pytest.mark.parametrize("confirmed", [[], ["--yes"]])
def test_a_removal_of_what_is_not_there_changes_nothing(data: Path, confirmed: list[str]) -> None:
    done = chatbot(data, "remove", "没有.md", *confirmed)
    assert done.returncode == 1
    assert "没有收录：没有.md" in done.stderr
    assert "没有改动任何内容" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["ask", ""], 1),
        (["ask"], 2),
        (["ingest"], 2),
        (["ingest", "/nowhere.md"], 1),
        (["nonsense"], 2),
        (["search", "平台", "-k", "0"], 2),
        (["eval"], 2),
        (["eval", "nowhere.jsonl"], 1),
        (["eval", "--from-headings", "nowhere"], 2),
    ],
)
def test_mistakes_have_their_exit_codes(data: Path, arguments: list[str], code: int) -> None:
    done = chatbot(data, *arguments)
    assert done.returncode == code
    assert done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_embedder_is_told_which_there_are(data: Path) -> None:
    done = chatbot(data, "ask", "平台", CHATBOT_EMBEDDER="word2vec")
    assert done.returncode == 1
    assert "sentence-transformers" in done.stderr


def test_a_setting_that_cannot_work_is_named(data: Path) -> None:
    done = chatbot(data, "ask", "平台", CHATBOT_LLM_TIMEOUT_S="soon")
    assert done.returncode == 1
    assert "CHATBOT_LLM_TIMEOUT_S" in done.stderr


def test_a_taken_port_is_named(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = chatbot(data, "serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "端口" in done.stderr


def test_the_settings_are_shown_without_secrets(data: Path) -> None:
    keys = {"CHATBOT_LLM_API_KEY": "sk-secret", "CHATBOT_EMBEDDER_API_KEY": "sk-secret"}
    shown = chatbot(data, "config", **keys).stdout
    assert "CHATBOT_EMBEDDER_API_KEY=***" in shown
    assert f"CHATBOT_DATA={data}" in shown
    assert "sk-secret" not in shown


def test_passwords_in_addresses_are_not_shown(data: Path) -> None:
    address = "postgresql://me:top@secret@db/policies?sslpassword=hidden&connect_timeout=1"
    shown = chatbot(data, "config", CHATBOT_DATABASE_URL=address).stdout
    assert "CHATBOT_DATABASE_URL=postgresql://***@db/policies?sslpassword=***&" in shown
    assert "secret" not in shown
    assert "hidden" not in shown


def test_a_damaged_database_is_an_error_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_text("not a database at all", encoding="utf-8")
    done = chatbot(tmp_path, "ask", "平台")
    assert done.returncode == 1
    assert "--data" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = chatbot(tmp_path / "file" / "data", "ask", "平台")
    assert done.returncode == 1
    assert str(tmp_path / "file") in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_prints_its_address_and_stops_when_told(data: Path) -> None:
    command = [str(COMMAND), "--data", str(data), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stdout
        said = server.stdout.readline()
        address = said[said.index("http://") : said.index("（按")]
        with urllib.request.urlopen(f"{address}readyz", timeout=60) as response:
            assert json.load(response) == {"status": "ok"}
        server.send_signal(signal.SIGINT)
        assert server.wait(PATIENCE_S) == 130


def test_piped_output_is_plain_utf_8_whatever_the_locale(data: Path) -> None:
    done = chatbot(data, "ask", "中试平台", LANG="C", LC_ALL="")
    assert "同步构筑中试能力" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


def test_help_is_complete(data: Path) -> None:
    shown = chatbot(data, "--help").stdout
    commands = ("ingest", "ask", "search", "show", "serve", "config", "eval")
    assert all(command in shown for command in commands)
    assert all("Usage" in chatbot(data, command, "--help").stdout for command in commands)


def test_asking_loads_neither_torch_nor_a_page(data: Path) -> None:
    code = (
        "import sys; sys.argv = ['chatbot', '--data', sys.argv[1], 'ask', '中试平台']\n"
        "from ui.cli import app\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'gradio', 'pandas',"
        " 'fastapi', 'langchain_openai'}\n"
        "print('loaded:', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(data)], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-1] == "loaded: []"
