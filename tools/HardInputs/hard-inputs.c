// Finds the float32 arguments whose function value lies closest to a rounding boundary, and prints them with the
// correctly rounded value: the lists of tests/fixtures/numerics/hard-*.txt.
//
//   gcc -O2 -o hard-inputs hard-inputs.c -lmpfr -lgmp -lm
//   hard-inputs <function> <keep> <bits> <from> <below> [<from> <below> ...]
//
// Every argument of the ranges (hexadecimal patterns) is evaluated with a significand of 64 bits (x86's long double);
// what lies within 2^-bits of a boundary, relative to the value, is done again by MPFR with 400 bits and sorted by its
// exact distance. The nearest <keep> are printed, "argument value" a line, nearest first; standard error says how near.
#include <math.h>
#include <mpfr.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXP, LOG, TANH, SIGMOID, SIN, COS, FUNCTIONS };
static const char *const names[FUNCTIONS] = {"exp", "log", "tanh", "sigmoid", "sin", "cos"};

typedef struct { double log2Distance; uint32_t argument, value; } Found;

static float asFloat(uint32_t bits) { float f; memcpy(&f, &bits, 4); return f; }
static uint32_t asBits(float f) { uint32_t bits; memcpy(&bits, &f, 4); return bits; }

static long double propose(int function, long double x) {
    switch (function) {
        case EXP: return expl(x);
        case LOG: return logl(x);
        case TANH: return tanhl(x);
        case SIN: return sinl(x);
        case COS: return cosl(x);
        default: { long double e = expl(-fabsl(x)); return (x > 0 ? 1 : e) / (1 + e); }
    }
}

// |y - nearest boundary| / |y|, as far as 64 bits tell; 1 where y rounds to zero or is not finite.
static double proposedDistance(long double y) {
    union { long double value; struct { uint64_t significand; uint16_t exponent; } parts; } u;
    memset(&u, 0, sizeof u);
    u.value = y;
    if (y == 0 || !isfinite(y)) return 1;
    int exponent = (u.parts.exponent & 0x7fff) - 16383;
    int kept = exponent < -126 ? 24 - (-126 - exponent) : 24;
    if (kept < 0) return 1;
    uint64_t half = 1ull << (63 - kept), below = kept == 0 ? u.parts.significand : u.parts.significand << kept >> kept;
    return fabs((double)(int64_t)(below - half)) / (double)u.parts.significand;
}

static void evaluate(int function, mpfr_t y, const mpfr_t x) {
    switch (function) {
        case EXP: mpfr_exp(y, x, MPFR_RNDN); return;
        case LOG: mpfr_log(y, x, MPFR_RNDN); return;
        case TANH: mpfr_tanh(y, x, MPFR_RNDN); return;
        case SIN: mpfr_sin(y, x, MPFR_RNDN); return;
        case COS: mpfr_cos(y, x, MPFR_RNDN); return;
        default:
            mpfr_neg(y, x, MPFR_RNDN);
            mpfr_exp(y, y, MPFR_RNDN);
            mpfr_add_ui(y, y, 1, MPFR_RNDN);
            mpfr_ui_div(y, 1, y, MPFR_RNDN);
    }
}

static Found exact(int function, uint32_t argument) {
    static mpfr_t x, y, middle;
    static int ready;
    if (!ready) { mpfr_init2(x, 24); mpfr_init2(y, 400); mpfr_init2(middle, 400); ready = 1; }
    mpfr_set_flt(x, asFloat(argument), MPFR_RNDN);
    evaluate(function, y, x);
    uint32_t value = asBits(mpfr_get_flt(y, MPFR_RNDN));
    double nearest = 0;
    for (int side = -1; side <= 1; side += 2) {
        if ((value & 0x7fffffff) == 0 && side < 0) continue;
        mpfr_set_d(middle, ((double)asFloat(value) + (double)asFloat(value + (uint32_t)side)) / 2, MPFR_RNDN);
        mpfr_sub(middle, middle, y, MPFR_RNDN);
        mpfr_div(middle, middle, y, MPFR_RNDN);
        long exponent;
        double distance = log2(fabs(mpfr_get_d_2exp(&exponent, middle, MPFR_RNDN))) + (double)exponent;
        if (distance < nearest) nearest = distance;
    }
    return (Found){nearest, argument, value};
}

static int nearerFirst(const void *a, const void *b) {
    const Found *x = a, *y = b;
    if (x->log2Distance != y->log2Distance) return x->log2Distance < y->log2Distance ? -1 : 1;
    return x->argument < y->argument ? -1 : x->argument > y->argument;
}

int main(int count, char **words) {
    int function = 0;
    if (count < 6 || count % 2 != 0) { fprintf(stderr, "see the head of hard-inputs.c\n"); return 2; }
    while (function < FUNCTIONS && strcmp(words[1], names[function]) != 0) function++;
    if (function == FUNCTIONS) { fprintf(stderr, "unknown function %s\n", words[1]); return 2; }
    size_t keep = strtoul(words[2], 0, 10), n = 0, room = 1 << 16;
    double near = ldexp(1, -atoi(words[3]));
    unsigned long long scanned = 0;
    Found *found = malloc(room * sizeof *found);
    for (int range = 4; range < count; range += 2) {
        uint64_t from = strtoull(words[range], 0, 16), below = strtoull(words[range + 1], 0, 16);
        for (uint64_t argument = from; argument < below; argument++, scanned++) {
            if (proposedDistance(propose(function, asFloat((uint32_t)argument))) >= near) continue;
            if (n == room) found = realloc(found, (room *= 2) * sizeof *found);
            if (found == NULL) return 1;
            found[n++] = exact(function, (uint32_t)argument);
        }
    }
    qsort(found, n, sizeof *found, nearerFirst);
    if (n < keep) keep = n;
    for (size_t i = 0; i < keep; i++) printf("%08x %08x\n", found[i].argument, found[i].value);
    fprintf(stderr, "%s: %llu arguments, %zu nearer than 2^-%s, the nearest 2^%.2f (%08x), the last printed 2^%.2f\n",
        names[function], scanned, n, words[3], n ? found[0].log2Distance : 0, n ? found[0].argument : 0,
        keep ? found[keep - 1].log2Distance : 0);
    return 0;
}
