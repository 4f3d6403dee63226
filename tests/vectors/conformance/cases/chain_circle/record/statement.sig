0º~:†ìmOúKo ò
â8R\m»YmÞ§2ŽsIHËnrš"»±WÐãù¥™”QSSV­øÔ•²X&ÖV°ˆÓ