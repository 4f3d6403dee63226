üÑbDwW¢O´Ú·#N4š™1pÛn®–ûÈq®gYq¯ý)˜i?_(mYIGõŸß²(OvÞôÅ Öô6~
