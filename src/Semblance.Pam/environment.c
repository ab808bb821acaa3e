/*
 * Linked into pam_semblance.so with --wrap=getenv. The runtime reads DOTNET_... variables when the module is loaded, and in sudo, su or polkit's helper the
 * environment is that of whoever runs them: there the C library then answers that nothing is set.
 */
#define _GNU_SOURCE
#include <stdlib.h>

char *__wrap_getenv(const char *name);

char *__wrap_getenv(const char *name)
{
    return secure_getenv(name);
}
