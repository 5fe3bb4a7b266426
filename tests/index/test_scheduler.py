import pytest

from index import scheduler
from index.errors import ClusterFailed
from index.scheduler import connected


@pytest.mark.parametrize(
    "address",
    ["tcp://10.0.0.7:8786", "tcp://scheduler:8786", "10.0.0.7:8786", "tls://scheduler", "四", "0"],
)
def test_a_cluster_elsewhere_is_spoken_to_in_tls_alone(address: str) -> None:
    with pytest.raises(ClusterFailed, match=address), connected(address):
        pass


def test_where_no_scheduler_listens_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "_PATIENCE_S", 0.5)
    with pytest.raises(ClusterFailed, match="集群"), connected("tcp://127.0.0.1:1"):
        pass


def test_without_certificates_there_is_no_tls() -> None:
    with pytest.raises(ClusterFailed, match="TLS"), connected("tls://127.0.0.1:8786"):
        pass


def test_processes_of_this_machine_work_behind_certificates() -> None:
    with connected("1") as client:
        assert client.scheduler_info()["address"].startswith("tls://127.0.0.1")
        assert client.submit(sum, [1, 2]).result() == 3
