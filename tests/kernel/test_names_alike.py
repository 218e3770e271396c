"""Spellings that are one person's name, and names that are not."""

import pytest

from rangkul.kernel.names import similar

ALIKE = [
    ("Muh. Yusuf", "Muhammad Yusup"),
    ("Moch. Ridwan", "M. Ridwan"),
    ("Mochamad Soleh", "Muhammad Saleh"),
    ("H. Achmad Junaidi, S.Sos", "Ahmad Djunaedi"),
    ("Abd. Rahman", "Abdul Rahman"),
    ("Abdurrahman", "Abdul Rachman"),
    ("Abdurahman Wahid", "Abd Rahman Wahid"),
    ("Abdussamad", "Abdul Samad"),
    ("St. Aminah", "Sitti Amina"),
    ("Siti Khadijah", "ST HADIJAH"),
    ("Soekarno", "Sukarno"),
    ("Tjahjono", "Cahyono"),
    ("Djoko Soesilo", "Joko Susilo"),
    ("Njoman Sudarta", "Nyoman Sudarta"),
    ("Sjarifuddin", "Syarifudin"),
    ("Saripudin", "Syarifuddin"),
    ("Syaiful Bahri", "Saeful Bahri"),
    ("Zainal Abidin", "Jaenal Abidin"),
    ("Rizky Maulana", "Riski Maulana"),
    ("Rizqi", "Rizki"),
    ("Chairul Anwar", "Khoirul Anwar"),
    ("Hery Supriyadi", "Heri Supriadi"),
    ("Fitriyani", "Pitriani"),
    ("Novi Yanti", "Novianti"),
    ("Nur Aini", "Nur'aini"),
    ("Nuraini", "Noer Aini"),
    ("Sri Wahyuni", "Sriwahyuni"),
    ("Alex Sandro", "Aleksandro"),
    ("Thamrin", "Tamrin"),
    ("Ramadhan", "Ramadan"),
    ("Fathoni", "Fatoni"),
    ("Ma'ruf", "Makruf"),
    ("A. Besse Tenri", "Andi Besse Tenri"),
    ("La Baco", "Baco"),
    ("I Becce", "Becce"),
    ("Lalu Wirajaya", "L. Wira Jaya"),
    ("BQ. Rohani", "Baiq Rohani"),
    ("Mat Hasan", "Muhammad Hasan"),
    ("Yohanes Nope-Salukh", "Yohanis Nope Saluk"),
    ("Supardi", "Supardi Hartono"),
    ("Hartono Supardi", "Supardi Hartono"),
    ("Aminah binti Sulaiman", "Aminah"),
    ("Aminah binti Sulaiman", "Aminah Bt. Sulaeman"),
    ("Dra. Hj. Nurjannah, M.Si.", "NURJANAH"),
    ("Victor Messakh", "Viktor Mesakh"),
    ("Kristina", "Christina"),
    ("Suharto", "Suhatro"),
    ("Ahmad S.", "Achmad Suryadi"),
    ("Bambang Sutrisno", "Bambnag Sutrisno"),
    ("Yakub", "Yaqup"),
]
UNALIKE = [
    ("Suparman", "Supardi"),
    ("Sumiati", "Sumarni"),
    ("Siti Aminah", "Siti Aisyah"),
    ("Muhammad Yusuf", "Muhammad Yunus"),
    ("Muhammad Yusuf", "Muhammad Hasan"),
    ("Muh. Ali", "Muh. Amir"),
    ("Abdul Rahman", "Abdul Rahim"),
    ("Abdul Karim", "Abdul Kadir"),
    ("Andi Besse", "Andi Baso"),
    ("La Baco", "La Tuppu"),
    ("I Becce", "I Cinnong"),
    ("Lalu Hasan", "Lalu Wiranata"),
    ("Baiq Rohani", "Baiq Marlina"),
    ("Siti", "Siti Aminah"),
    ("Muhammad", "Muhammad Idris"),
    ("Rina", "Rini"),
    ("Sunarti", "Sunarto"),
    ("Siti Suharti", "Suharto"),
    ("Budi", "Budiman"),
    ("Dewi", "Dwi Astuti"),
    ("Ani", "Ana"),
    ("Nur Hidayah", "Nur Halimah"),
    ("H. Sukardi, S.Pd.", "H. Suwardi Latif, S.Pd."),
    ("Hartono", "Supardi Hartono"),
    ("Sri Wahyuni", "Sri Rahayu"),
    ("Ahmad Fauzi", "Ahmad Fadli"),
    ("", "Aminah"),
    ("123", "123"),
]


@pytest.mark.requirement("W06")
@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    assert similar(one, other) >= 0.8


@pytest.mark.requirement("W06")
@pytest.mark.parametrize(("one", "other"), UNALIKE)
def test_different_names_are_not_alike(one: str, other: str) -> None:
    assert similar(one, other) < 0.8
