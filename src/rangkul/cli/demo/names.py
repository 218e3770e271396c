"""Names of invented people by the naming habits of a region; common given names only, nobody in particular.

Habits (La and I before a name, Andi, Baso, Besse; Javanese single names; Lampung adok left out) from the cited list of
elements in the study's `pola_nama_daerah.csv`.
"""

from dataclasses import dataclass
from random import Random

_ISLAMIC_MEN = (
    "Abdullah Ahmad Ali Amir Arifin Asri Aswar Bahar Basri Burhan Darwis Fadli Fajar Faisal Firman Hamka Hamid Hamzah "
    "Haris Hasan Hasbi Herman Husain Ibrahim Idris Ilham Imran Irfan Iskandar Ismail Jafar Jamal Junaid Kadir Kamal "
    "Kasim Latif Mahmud Mansur Marwan Mukhtar Mustafa Nasir Nurdin Rahman Rahmat Rasyid Ridwan Rizal Ruslan Sabri "
    "Saleh Salim Sudirman Sulaiman Syahrir Syamsuddin Tahir Umar Usman Wahyu Yunus Yusuf Zainal Zakaria"
).split()
_ISLAMIC_WOMEN = (
    "Aisyah Aminah Anita Arfah Asmawati Asnah Aulia Citra Darmawati Dahlia Erni Fatimah Fitri Fitriani Hadijah Halimah "
    "Hasnah Hasmawati Hartati Hikmah Indah Intan Irmawati Jumriah Kartini Khadijah Lina Maimunah Marlina Maryam Masita "
    "Mirna Mulyani Munirah Murni Nadia Nafisah Nurbaya Nurhayati Nurlaela Nurmiati Nursiah Rabiah Rahmawati Ramlah "
    "Ratna Rohani Rosmini Rosdiana Rukmini Salmiah Salma Saripa Sitti Suarni Sumarni Syamsiah Wahida Yuliana Zaenab "
    "Zahra Zulfah"
).split()
_BUGIS_MEN = "Getteng Baco Baso Mappeare Mappease Mappesammeng Matteru Maddolangeng Sampara Dollah Magga Dukelleng".split()
_BUGIS_WOMEN = "Cinnong Becce Besse Tenri Indo Tenriawaru Tenriola Hudaya Mappiare".split()
_JAVA_MEN = (
    "Agus Bambang Budi Darno Dwi Eko Gunawan Hadi Heru Joko Kasno Marno Mulyono Ngadiman Paiman Parno Prayitno Purnomo "
    "Sarno Slamet Sugeng Sugianto Suharno Sukarno Sumarno Sunardi Supardi Suparman Supri Suroto Sutrisno Suyanto Tarno "
    "Tri Tukiman Wagiman Wahyudi Warsito Widodo Yatno"
).split()
_JAVA_WOMEN = (
    "Dewi Dwi Endang Erna Kartinah Kasinah Lastri Lestari Marni Mujiati Ngatinah Ningsih Painem Parti Poniem Puji "
    "Rahayu Sarinah Siti Sri Sugiarti Sukarti Sulastri Sumiati Sundari Suparmi Supriyati Suryani Sutarmi Suyati Tumini "
    "Tuti Utami Wagiyem Warsini Wati Winarsih Wiwik Yanti Yuni"
).split()
_LAMPUNG_MEN = "Ansori Batin Darmawan Effendi Firdaus Hasanuddin Herwan Indra Komar Mirza Nazarudin Rozali Sanusi Zulkifli".split()
_LAMPUNG_WOMEN = "Asmara Desi Eliza Farida Helmiyati Juwita Leni Masnun Nurlela Rosita Suryati Yusna Zaleha Zuraida".split()


@dataclass(frozen=True, slots=True)
class Habits:
    """Given names of men and women, and what may stand before them."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    before_men: tuple[str, ...]
    before_women: tuple[str, ...]
    single: float

    def give(self, sex: str, dice: Random) -> str:
        """A name for one invented person."""
        given = self.men if sex == "L" else self.women
        first = given[int(dice.random() * len(given))]
        draw = dice.random()
        if draw < self.single:
            return first
        if draw < self.single + 0.3:
            before = self.before_men if sex == "L" else self.before_women
            return f"{before[int(dice.random() * len(before))]} {first}"
        second = given[int(dice.random() * len(given))]
        return f"{first} {second}" if second != first else first


HABITS = {
    "73": Habits(
        (*_ISLAMIC_MEN, *_BUGIS_MEN),
        (*_ISLAMIC_WOMEN, *_BUGIS_WOMEN),
        ("La", "Andi", "Baso", "Muhammad", "Muh.", "Abd.", "Ambo", "Nur"),
        ("I", "Andi", "Besse", "Sitti", "St.", "Nur", "Indo"),
        0.16,
    ),
    "18": Habits(
        (*_ISLAMIC_MEN, *_JAVA_MEN, *_JAVA_MEN, *_LAMPUNG_MEN),
        (*_ISLAMIC_WOMEN, *_JAVA_WOMEN, *_JAVA_WOMEN, *_LAMPUNG_WOMEN),
        ("Muhammad", "M.", "Ahmad", "Abdul", "Nur"),
        ("Siti", "Sri", "Nur", "Dwi"),
        0.3,
    ),
}
"""By the first two digits of the district's code."""


def respell(name: str, dice: Random) -> str:
    """The same name as a hurried clerk writes it: the doubles that matching must find."""
    for right, other in (("Muhammad", "Moh."), ("Muh.", "Muhammad"), ("Sitti", "St."), ("St.", "Siti"), ("Siti", "Sitti"),
                         ("oe", "u"), ("Nur ", "Nur"), ("sy", "s"), ("kh", "h"), ("dd", "d"), ("ss", "s"), ("ah", "a")):  # fmt: skip
        if right in name and dice.random() < 0.7:
            return name.replace(right, other, 1)
    place = 1 + int(dice.random() * (len(name) - 2))
    return name[:place] + name[place] + name[place:]
