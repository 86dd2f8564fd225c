au BufNewFile,BufRead *.schema setfiletype sdnschema
au BufNewFile,BufRead *.sdn setfiletype sdn
