œvx}ËóHB'S-b²õ‡R¸›öhSB¹ŞH¸àåf—ÑgZ¥ø P¼{1-úëî¬KYV{X>pK'âb
