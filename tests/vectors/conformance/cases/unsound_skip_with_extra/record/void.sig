EÎÃ‚ì&ã£suƒrÖ&7asKx5`yææ³‚m€écZƒ&•’Ù•|ZšüHZàæd Öd3tÜËY¦
