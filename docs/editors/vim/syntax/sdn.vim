" Vim syntax file for SDN files, tables in text, see sdn_file(5).
if exists("b:current_syntax")
  finish
endif

" A value is a whole cell.
syn match sdnNumber "\%(^\|[,|\[{]\)\s*\zs-\?\d\+\%(\.\d\+\)\?\%([eE][+-]\?\d\+\)\?\ze\s*\%([,\]}]\|$\)"
syn match sdnConstant "\%(^\|[,|]\)\s*\zs\%(true\|false\)\ze\s*\%(,\|$\)"
syn region sdnString matchgroup=sdnString start=+\%(^\s*\|[,|\[{]\s*\)\@<="+ skip=+\\.\|""+ end=+"+ contains=sdnEscape
syn match sdnEscape +\\.\|""+ contained
syn match sdnStatement "^[[:alpha:]_][[:alnum:]_./#-]*\ze\s*[:=]"
syn match sdnHeader "^\s*[[:alpha:]_][[:alnum:]_./#-]*\s*|[^|]*|" contains=sdnTable,sdnColumn
syn match sdnColumn "[[:alpha:]_][[:alnum:]_./#-]*\ze\s*[,|]" contained
syn match sdnTable "^\s*\zs[[:alpha:]_][[:alnum:]_./#-]*\ze\s*|" contained
syn match sdnComment "^\s*#.*$" contains=@Spell
syn match sdnChecksum "\%^#sdn-crc32:\d\+"
syn match sdnConflict "^\%(<\{7,}\|=\{7,}\|>\{7,}\||\{7,}\).*$"

hi def link sdnNumber Number
hi def link sdnConstant Constant
hi def link sdnString String
hi def link sdnEscape SpecialChar
hi def link sdnStatement Statement
hi def link sdnTable Type
hi def link sdnColumn Identifier
hi def link sdnComment Comment
hi def link sdnChecksum PreProc
hi def link sdnConflict Error

let b:current_syntax = "sdn"
