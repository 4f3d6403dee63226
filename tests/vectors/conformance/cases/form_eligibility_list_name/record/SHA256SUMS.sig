Q≠0Џ
lKй—ІX4“GХЕ'dсо§мT—ЫLWBЊEVЈК≥L“дlўЬYп6и%ґ#лг0Kc$ƒ””ъzТa