"""The environment is read once, typed, and refused loudly by the name of the variable."""

import stat
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rangkul.config.env import Env, keep_secret, load_env
from rangkul.config.variables import BY_NAME, VARIABLES, BadSetting, describe

KEY = "A" * 43 + "="


def _load(tmp_path: Path, **variables: str) -> Env:
    return load_env({"RANGKUL_DATA": str(tmp_path), **variables})


def test_an_empty_environment_is_enough(tmp_path: Path) -> None:
    env = _load(tmp_path)
    assert (env.bind, env.port, env.debug, env.demo) == ("127.0.0.1", 8000, False, False)
    assert env.has_embedded_postgres
    assert env.time_zone == "Asia/Makassar"
    assert env.base_url == "http://localhost:8000/"


def test_secrets_are_made_once_for_the_owner_only(tmp_path: Path) -> None:
    first, second = _load(tmp_path), _load(tmp_path)
    assert first.secret_key == second.secret_key
    assert first.field_keys == second.field_keys
    assert len(first.field_keys[1]) == len(first.index_key) == 32
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    for path in (tmp_path / "secrets").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    other = tmp_path / "lain"
    assert _load(other).secret_key != first.secret_key


def test_a_secret_that_somebody_wrote_first_is_kept(tmp_path: Path) -> None:
    place = tmp_path / "rahasia"

    def slower() -> str:
        place.write_text("yang pertama\n")
        return "yang kedua"

    assert keep_secret(place, slower) == "yang pertama"
    assert [path.name for path in tmp_path.iterdir()] == ["rahasia"]


def test_secrets_may_come_from_files(tmp_path: Path) -> None:
    given_file = tmp_path / "kunci"
    given_file.write_text("z" * 60 + "\n")
    assert _load(tmp_path, RANGKUL_SECRET_KEY_FILE=str(given_file)).secret_key == "z" * 60
    with pytest.raises(BadSetting, match="RANGKUL_SECRET_KEY_FILE"):
        _load(tmp_path, RANGKUL_SECRET_KEY_FILE=str(tmp_path / "tidak ada"))
    with pytest.raises(BadSetting, match="hanya satu"):
        _load(tmp_path, RANGKUL_SECRET_KEY_FILE=str(given_file), RANGKUL_SECRET_KEY="y" * 60)


def test_key_versions_are_read(tmp_path: Path) -> None:
    env = _load(tmp_path, RANGKUL_FIELD_KEYS=f"1:{KEY},2:{KEY}")
    assert sorted(env.field_keys) == [1, 2]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RANGKUL_PORT", "0"),
        ("RANGKUL_PORT", "65536"),
        ("RANGKUL_PORT", "delapan"),
        ("RANGKUL_PORT", "80.0"),
        ("RANGKUL_PORT", "８０"),
        ("RANGKUL_WORKERS", "0"),
        ("RANGKUL_DEBUG", "mungkin"),
        ("RANGKUL_BIND", "semua"),
        ("RANGKUL_LOG_LEVEL", "CEREWET"),
        ("RANGKUL_TIME_ZONE", "Asia/Watansoppeng"),
        ("RANGKUL_TIME_ZONE", "../../etc/passwd"),
        ("RANGKUL_ALLOWED_HOSTS", "https://rangkul.go.id"),
        ("RANGKUL_POSTGRES_BIN", "/tidak/ada"),
        ("RANGKUL_POSTGRES_PORT", "-1"),
        ("DATABASE_URL", "mysql://a:b@c/d"),
        ("DATABASE_URL", "postgresql://a:b@c"),
        ("RANGKUL_SECRET_KEY", "pendek"),
        ("RANGKUL_FIELD_KEYS", "1:abc"),
        ("RANGKUL_FIELD_KEYS", f"1:{KEY},1:{KEY}"),
        ("RANGKUL_INDEX_KEY", "bukan base64!"),
    ],
)
def test_a_wrong_value_is_refused_by_name_with_an_example(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting) as caught:
        _load(tmp_path, **{name: value})
    said = str(caught.value)
    assert name in said
    assert BY_NAME[name].expected in said
    assert BY_NAME[name].example in said
    assert (value in said) is not BY_NAME[name].is_secret


def test_an_unknown_name_is_refused_with_the_nearest_known(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"RANGKUL_PROT.*RANGKUL_PORT"):
        _load(tmp_path, RANGKUL_PROT="8000")


@pytest.mark.parametrize(
    "opened", [{"RANGKUL_BIND": "192.0.2.1"}, {"RANGKUL_BIND": "::"}, {"RANGKUL_ALLOWED_HOSTS": "demo.go.id"}]
)
def test_a_demo_is_not_opened_to_others_by_accident(tmp_path: Path, opened: dict[str, str]) -> None:
    hosts = {"RANGKUL_ALLOWED_HOSTS": "demo.go.id"}
    with pytest.raises(BadSetting, match="RANGKUL_DEMO_PUBLIC"):
        _load(tmp_path, RANGKUL_DEMO="1", **opened)
    assert _load(tmp_path, RANGKUL_DEMO="1", RANGKUL_DEMO_PUBLIC="1", **{**hosts, **opened}).demo


def test_an_open_address_needs_the_name_of_the_site(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="RANGKUL_ALLOWED_HOSTS"):
        _load(tmp_path, RANGKUL_BIND="0.0.0.0")  # noqa: S104


def test_the_web_role_needs_the_owner(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="DATABASE_APP_URL"):
        _load(tmp_path, DATABASE_APP_URL="postgresql://a:b@c/d")


def test_nothing_secret_is_printed(tmp_path: Path) -> None:
    url = "postgresql://pemilik:sandirahasia@db/rangkul"
    env = _load(tmp_path, DATABASE_URL=url)
    assert "sandirahasia" not in repr(env)
    assert env.secret_key not in repr(env)
    table = describe({"DATABASE_URL": url})
    assert len(table) == len(VARIABLES)
    assert "sandirahasia" not in str(table)


@example(name="RANGKUL_POSTGRES_BIN", value="~nobody-here")
@given(name=st.sampled_from([variable.name for variable in VARIABLES]), value=st.text(max_size=30))
def test_any_text_is_taken_or_refused_by_name(tmp_path_factory: pytest.TempPathFactory, name: str, value: str) -> None:
    if name == "RANGKUL_DATA" or "\0" in value:
        return
    try:
        env = load_env({"RANGKUL_DATA": str(tmp_path_factory.getbasetemp() / "satu"), name: value})
    except BadSetting as problem:
        is_fine = name in str(problem)
    else:
        is_fine = isinstance(env, Env)
    assert is_fine
