9¹2GYTI˜‹¸FsA6Ä†T»7¢6“K°ÇZ^áAe¶':xDˆt}ôävÐÂdÁ¸êMùÖß
#ÊìF