"""Every setting there is, read once from the environment or a `.env`-like file."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of the product; each is an environment variable with the prefix CHATBOT_."""

    model_config = SettingsConfigDict(env_prefix="CHATBOT_", frozen=True)

    data: Path = Field(
        default=Path("var"), description="数据目录：数据库和索引都在其中，程序只写这里"
    )
    database_url: str | None = Field(
        default=None, description="数据库地址（SQLAlchemy 格式）；缺省为数据目录中的 SQLite"
    )
    embedder: str = Field(
        default="builtin", description="向量模型：builtin，或 sentence-transformers:路径或名称"
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
