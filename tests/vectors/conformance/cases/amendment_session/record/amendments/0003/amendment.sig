g+ýëG¦\6S§Sú»Foe.°âG*XGJ½á0Ú¦Fý„v
óúvmxLö˜-¹‰Zè"1áX+W|^äp²