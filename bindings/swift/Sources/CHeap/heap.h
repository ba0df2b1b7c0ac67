// What malloc itself says of its heap; only glibc says it.
#if defined(__linux__)
#include <malloc.h>
#endif
