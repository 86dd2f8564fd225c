" Vim syntax file for .schema files of sdnc, see sdn_schema(5).
if exists("b:current_syntax")
  finish
endif

" A word of the language is a name where a colon follows it.
syn match sdnschemaKeyword "\<\%(import\|prefix\|open\|enum\|record\|in\|key\|index\|by\|order\)\>\%(\s*:\)\@!"
syn match sdnschemaAttribute "\<\%(column\|was\|unique\|nonempty\|range\|references\|separator\)\>\%(\s*:\)\@!"
syn match sdnschemaAttribute "\<merge\s\+\%(max\|min\|union\|ours\|theirs\|renumber\)\>"
syn match sdnschemaAttribute "\<on\s\+delete\s\+\%(refuse\|clear\)\>"
syn match sdnschemaName "\%(\<\%(enum\|record\|references\)\s\+\)\@<=\h\w*"
syn match sdnschemaType "\%(:\s*\[\?\s*\)\@<=\h\w*"
syn match sdnschemaConstant "\%(=\s*\)\@<=\h\w*"
syn match sdnschemaNumber "\%(\w\)\@1<!-\?\d\+\%(\.\d\+\)\?\%([eE][+-]\?\d\+\)\?\>"
syn region sdnschemaEnumBody start="\%(\<enum\_s\+\h\w*\_s*\)\@<={" end="}" transparent contains=sdnschemaWord,sdnschemaString,sdnschemaComment,sdnschemaDoc
syn match sdnschemaWord "\h\w*" contained
syn region sdnschemaString start=+"+ skip=+\\.+ end=+"+ oneline contains=sdnschemaEscape
syn match sdnschemaEscape "\\." contained
syn match sdnschemaComment "//.*$" contains=@Spell
syn match sdnschemaDoc "///.*$" contains=@Spell

hi def link sdnschemaKeyword Keyword
hi def link sdnschemaAttribute StorageClass
hi def link sdnschemaName Structure
hi def link sdnschemaType Type
hi def link sdnschemaConstant Constant
hi def link sdnschemaWord Constant
hi def link sdnschemaNumber Number
hi def link sdnschemaString String
hi def link sdnschemaEscape SpecialChar
hi def link sdnschemaComment Comment
hi def link sdnschemaDoc SpecialComment

let b:current_syntax = "sdnschema"
