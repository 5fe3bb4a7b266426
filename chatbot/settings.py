"""Every setting there is, read once: from the command line, the environment, a file."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from chatbot.errors import BadSettings
from index.milvus.options import Kind

Level = Literal["debug", "info", "warning", "error"]
Format = Literal["auto", "console", "json"]


class Settings(BaseSettings):
    """Settings of the product; each is an environment variable with the prefix CHATBOT_.

    What the environment does not say may stand in a TOML file, without prefix and in small letters:
    in the one that CHATBOT_CONFIG names, or in `chatbot.toml` in the data folder.

    Raises:
        BadSettings: if the file cannot be read.
    """

    # Empty is what compose files give for what nobody set.
    model_config = SettingsConfigDict(env_prefix="CHATBOT_", env_ignore_empty=True, frozen=True)

    data: Path = Field(
        default=Path("var"), description="数据目录：数据库和索引都在其中，程序只写这里"
    )
    database_url: str | None = Field(
        default=None, description="数据库地址（SQLAlchemy 格式）；缺省为数据目录中的 SQLite"
    )
    milvus_uri: str | None = Field(
        default=None,
        pattern=r"^https?://[^@\s]+$",
        description="Milvus 的地址，如 http://milvus:19530，其后可写 /数据库名；"
        "缺省不用 Milvus，索引为数据目录中的文件；更换后须运行 chatbot ingest --rebuild",
    )
    milvus_token: SecretStr = Field(
        default=SecretStr(""), description="Milvus 的 用户名:密码，或密钥"
    )
    milvus_collection: str = Field(
        default="policies",
        pattern=r"^[A-Za-z_]\w{0,99}$",
        description="已发布的 Milvus 集合的别名，各集合的名称以它开头",
    )
    milvus_index: Kind = Field(
        default="FLAT",
        description="Milvus 中向量索引的种类：FLAT 逐条比较、没有遗漏，条款上百万时用 HNSW；"
        "更换后须运行 chatbot ingest --rebuild",
    )
    milvus_timeout_s: float = Field(
        default=10.0, gt=0, le=600, description="查询时等待 Milvus 的时间上限，单位秒"
    )
    retention_days: float = Field(
        default=30.0, gt=0, le=3650, description="对话的保存期，单位天；过期即删除"
    )
    audit_days: float = Field(
        default=184.0,
        gt=0,
        le=3650,
        description="问答记录和评价的保存期，单位天；过期即删除，缺省满六个月",
    )
    key_rate: int = Field(default=600, ge=0, description="每个密钥每分钟最多请求几次；0 为不限")
    address_rate: int = Field(
        default=0, ge=0, description="没有启用密钥时，每个地址每分钟最多请求几次；0 为不限"
    )
    site_rate: int = Field(
        default=3000, ge=0, description="每个嵌入组件的站点每分钟最多请求几次；0 为不限"
    )
    visitor_rate: int = Field(
        default=120, ge=0, description="经由站点的每个访客地址每分钟最多请求几次；0 为不限"
    )
    wrong_keys: int = Field(
        default=60,
        ge=0,
        description="每个地址每分钟最多给出几次无效的密钥，超过时暂不受理其密钥；0 为不限",
    )
    limits_url: str | None = Field(
        default=None,
        description="多个副本共同计数的 Redis 的地址，如 redis://localhost:6379/0；"
        "缺省由每个副本各自计数，连不上时也是",
    )
    at_once: int = Field(
        default=512, ge=1, description="同时处理的请求的上限，超过时请客户端稍后再试"
    )
    remembered: int = Field(
        default=256,
        ge=0,
        description="记住最近多少个问题的检索结果，再次问到时不必重做；"
        "政策库一有变化即不再使用，对话中的追问不记；0 为不记",
    )
    open_to_all: bool = Field(
        default=False, description="没有密钥也允许监听本机以外的地址；只应在可信的内网中使用"
    )
    hosts: str = Field(
        default="",
        description="除本机外，可用来访问 /mcp 的主机名或地址，以逗号分隔；"
        "其余一律拒绝，以防 DNS 重绑定",
    )
    shutdown_s: int = Field(
        default=30,
        ge=0,
        le=3600,
        description="停止服务时，等待正在作答的请求的时间上限，单位秒；过后断开",
    )
    log_level: Level = Field(
        default="info", description="日志的详细程度：debug、info、warning、error"
    )
    log_format: Format = Field(
        default="auto",
        description="日志的格式：console 便于阅读，json 每行一个对象；"
        "auto 在终端上用 console，写入文件或管道时用 json",
    )
    log_questions: bool = Field(
        default=False, description="在日志中写入问题原文；缺省不写，因为其中可能有个人信息"
    )
    traces_url: str | None = Field(
        default=None,
        description="OpenTelemetry 收集器的地址（OTLP/HTTP），"
        "如 http://localhost:4318/v1/traces；缺省不发送",
    )
    embedder: str = Field(
        default="builtin",
        description="向量模型：builtin、sentence-transformers:路径或名称、onnx:文件夹、"
        "openai:模型名称；更换后须运行 chatbot ingest --rebuild",
    )
    embedder_base_url: str | None = Field(
        default=None, description="openai: 向量模型的 OpenAI 兼容接口地址，以 /v1 结尾"
    )
    embedder_api_key: SecretStr = Field(
        default=SecretStr("none"), description="openai: 向量模型接口的密钥"
    )
    embedder_timeout_s: float = Field(
        default=30.0,
        gt=0,
        le=600,
        description="等待向量模型接口的时间上限，单位秒；查询时至多 5 秒",
    )
    embedder_batch: int = Field(
        default=32, ge=1, le=2048, description="一次发给向量模型接口的条数，依接口的限制而定"
    )
    query_prompt: str | None = Field(
        default=None,
        description="加在问题之前的提示词；不设则用模型自带的，设为空则不加；builtin 不用",
    )
    document_prompt: str | None = Field(
        default=None,
        description="加在条款之前的提示词；不设则用模型自带的，设为空则不加；builtin 不用",
    )
    reranker: str = Field(
        default="", description="重排模型：cross-encoder:路径或名称、onnx:文件夹；留空则不重排"
    )
    llm_base_url: str | None = Field(
        default=None, description="OpenAI 兼容接口的地址；缺省不使用语言模型，答案摘自条款原文"
    )
    llm_api_key: SecretStr = Field(default=SecretStr("none"), description="语言模型接口的密钥")
    llm_model: str = Field(default="default", description="语言模型的名称")
    llm_timeout_s: float = Field(
        default=30.0, gt=0, le=600, description="等待语言模型的时间上限，单位秒"
    )
    llm_max_tokens: int = Field(
        default=1024, ge=16, le=32_768, description="语言模型一次回答的长度上限，单位 token"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic names it
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - likewise
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The command line before the environment, the environment before the file."""
        file = config_file(init_settings())
        if file is None:
            return init_settings, env_settings
        return init_settings, env_settings, _read(settings_cls, file)

    @property
    def host_names(self) -> tuple[str, ...]:
        """Each of `hosts`."""
        return tuple(name.strip() for name in self.hosts.split(",") if name.strip())


def config_file(given: Mapping[str, Any]) -> Path | None:
    """The file that settings are read from beside the environment, if there is one.

    Args:
        given: settings that the command line has made.
    """
    if named := os.environ.get("CHATBOT_CONFIG"):
        return Path(named)
    data = given.get("data") or os.environ.get("CHATBOT_DATA") or "var"
    file = Path(data) / "chatbot.toml"
    return file if file.exists() else None


def _read(settings: type[BaseSettings], file: Path) -> TomlConfigSettingsSource:
    if not file.is_file():
        raise BadSettings(
            f"没有设置文件 {file}。", hint="请改正 --config 或 CHATBOT_CONFIG 中的路径。"
        )
    try:
        return TomlConfigSettingsSource(settings, file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadSettings(
            f"设置文件 {file} 无法读取：{error}",
            hint='它应为 UTF-8 编码的 TOML，如 log_level = "info"。',
        ) from error


def origins(settings: Settings, given: Mapping[str, Any]) -> dict[str, str]:
    """Where the value of each setting comes from.

    Args:
        settings: as they are.
        given: settings that the command line has made.
    """
    file = config_file(given)
    in_file = tomllib.loads(file.read_text(encoding="utf-8")) if file else {}
    return {name: _origin(name, given, in_file, str(file)) for name in type(settings).model_fields}


def _origin(name: str, given: Mapping[str, Any], in_file: Mapping[str, Any], file: str) -> str:
    variables = {variable.upper() for variable in os.environ}
    if name in given:
        return "命令行"
    if f"CHATBOT_{name.upper()}" in variables:
        return "环境变量"
    return file if name in in_file else "缺省"
