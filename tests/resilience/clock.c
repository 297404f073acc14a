/* A clock that jumps: the wall clock of a process is shifted by the seconds that the file $ZHIFA_TEST_CLOCK holds.
   The monotonic clock is left alone, as it is on a machine whose clock is set. Loaded by LD_PRELOAD in the soak test. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long shift(time_t real) {
    static time_t looked;
    static long seconds;
    if (looked != real) {  /* look once a second */
        char text[32] = {0};
        const char *path = getenv("ZHIFA_TEST_CLOCK");
        int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        looked = real;
        if (file >= 0) {
            if (read(file, text, sizeof text - 1) > 0) seconds = atol(text);
            close(file);
        }
    }
    return seconds;
}

int clock_gettime(clockid_t id, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(id, now);  /* the library's own, which needs no system call */
    if (!failed && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) now->tv_sec += shift(now->tv_sec);
    return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec spec;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &spec);
    now->tv_sec = spec.tv_sec;
    now->tv_usec = spec.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *into) {
    struct timespec spec;
    clock_gettime(CLOCK_REALTIME, &spec);
    if (into) *into = spec.tv_sec;
    return spec.tv_sec;
}
