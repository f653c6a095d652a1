// The correctly rounded functions of binary32, by other means than the product's: the C library's double where it is
// certain, MPFR with 200 bits where it is not and on a sample of all inputs.
//
// The C library states errors of at most 2 ulp for these functions in double, and three roundings make sigmoid: below
// 2^-50 of the value. Certain is what rounds to one float over an interval of 2^-48 to either side.
#include <math.h>
#include <mpfr.h>
#include <stdint.h>
#include <string.h>

enum { EXP, LOG, TANH, SIGMOID, SIN, COS };

#define NOT_A_NUMBER 0x7fc00000u
#define EXACT_BITS 200

static float value_of(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint32_t bits_of(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (bits & 0x7fffffff) > 0x7f800000 ? NOT_A_NUMBER : bits;
}

static double by_double(int function, double x) {
    switch (function) {
        case EXP: return exp(x);
        case LOG: return log(x);
        case TANH: return tanh(x);
        case SIGMOID: return 1 / (1 + exp(-x));
        case SIN: return sin(x);
        default: return cos(x);
    }
}

// No value of these functions but the exact ones lies within 2^-77 of a float or of the middle between two, so one
// rounding to 200 bits and one to a float, subnormal or not, are as good as one.
static uint32_t by_mpfr(int function, float x, mpfr_t y) {
    mpfr_set_flt(y, x, MPFR_RNDN);
    switch (function) {
        case EXP: mpfr_exp(y, y, MPFR_RNDN); break;
        case LOG: mpfr_log(y, y, MPFR_RNDN); break;
        case TANH: mpfr_tanh(y, y, MPFR_RNDN); break;
        case SIGMOID:
            mpfr_neg(y, y, MPFR_RNDN);
            mpfr_exp(y, y, MPFR_RNDN);
            mpfr_add_ui(y, y, 1, MPFR_RNDN);
            mpfr_ui_div(y, 1, y, MPFR_RNDN);
            break;
        case SIN: mpfr_sin(y, y, MPFR_RNDN); break;
        default: mpfr_cos(y, y, MPFR_RNDN); break;
    }
    return bits_of(mpfr_get_flt(y, MPFR_RNDN));
}

// One pattern in 8,192, scattered.
static int in_sample(uint32_t bits) { return (bits * 2654435761u) >> 19 == 0; }

// out[i] = the function of the float with pattern first + i. Returns how many values MPFR computed, or -1 if it
// contradicts a value that was certain.
int64_t reference_block(int function, uint32_t first, uint32_t count, uint32_t *out) {
    const double room = 0x1p-48;
    int64_t exact = 0;
    mpfr_t y;
    mpfr_init2(y, EXACT_BITS);
    for (uint32_t i = 0; i < count; i++) {
        float x = value_of(first + i);
        double value = by_double(function, x);
        uint32_t low = bits_of((float)(value * (1 - room)));
        uint32_t high = bits_of((float)(value * (1 + room)));
        out[i] = high;
        if (low == high && !in_sample(first + i)) continue;
        out[i] = by_mpfr(function, x, y);
        exact++;
        if (low == high && out[i] != high) {
            exact = -1;
            break;
        }
    }
    mpfr_clear(y);
    mpfr_free_cache();
    return exact;
}
