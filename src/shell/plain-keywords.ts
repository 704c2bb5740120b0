/** Words that begin something else than a simple command, or whose arguments the grammar reads in its own way. */
export const special = new Set(
  (
    'if then else elif fi for while until do done case esac function select time coproc in ' +
    'declare typeset export readonly local unset unsetenv let'
  ).split(' '),
);
/** Those among them that are read as commands all the same: their arguments are words like others. */
export const declarations = new Set(['export', 'readonly', 'local']);

/** Those among them that end a list. */
export const closing = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', 'esac']);
