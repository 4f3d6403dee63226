ý~m¥ú
/0r¬MÊ›…ˆDb\Ã[Éb®íJùtz–qÍÑåHxªÕs‡œ”¡gâaƒ¡Ûu)É7äcNh