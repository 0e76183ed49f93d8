/*
 * The loop of src/kernels/assembly/descent.ts compiled natively for SSE4.2: 200 x 200 voxels, 20 iterations a piece of
 * work; answers each line on standard input with the seconds of processor time that it took.
 *
 * gcc -O3 -msse4.2 descent.c -o descent
 */
#include <math.h>
#include <nmmintrin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { N = 200 * 200, BLOCK = 1024, ITERATIONS = 20 };

static float f[N] __attribute__((aligned(16))), w[N] __attribute__((aligned(16)));
static float m[N] __attribute__((aligned(16))), start[N];

static inline __m128 exp_of_minus(__m128 v) {
  const __m128 magic = _mm_set1_ps(12582912.f);
  const __m128 product = _mm_mul_ps(v, _mm_set1_ps(-1.4426950408889634f));
  const __m128 t = _mm_min_ps(_mm_max_ps(product, _mm_set1_ps(-125.f)), _mm_set1_ps(125.f));
  const __m128 shifted = _mm_add_ps(t, magic);
  const __m128 x = _mm_sub_ps(t, _mm_sub_ps(shifted, magic));
  const __m128 x2 = _mm_mul_ps(x, x);
  const __m128 low = _mm_add_ps(_mm_mul_ps(x, _mm_set1_ps(0.6931470036506653f)), _mm_set1_ps(1.f));
  const __m128 middle =
      _mm_add_ps(_mm_mul_ps(x, _mm_set1_ps(0.05550733581185341f)), _mm_set1_ps(0.24022242426872253f));
  const __m128 high =
      _mm_add_ps(_mm_mul_ps(x, _mm_set1_ps(0.001326472731307149f)), _mm_set1_ps(0.009671512991189957f));
  const __m128 p = _mm_add_ps(_mm_mul_ps(_mm_add_ps(_mm_mul_ps(high, x2), middle), x2), low);
  return _mm_castsi128_ps(_mm_add_epi32(_mm_castps_si128(p), _mm_slli_epi32(_mm_castps_si128(shifted), 23)));
}

static inline double lane_sum(__m128 v) {
  float lanes[4];
  _mm_storeu_ps(lanes, v);
  return (double)lanes[0] + (double)lanes[1] + ((double)lanes[2] + (double)lanes[3]);
}

static void step(float gain, float pull, double *soft_sum, double *common_sum) {
  const __m128 g = _mm_set1_ps(gain), h = _mm_set1_ps(pull), one = _mm_set1_ps(1.f);
  *soft_sum = *common_sum = 0;
  for (int block = 0; block < N; block += BLOCK) {
    __m128 soft = _mm_setzero_ps(), common = _mm_setzero_ps();
    const int end = block + BLOCK < N ? block + BLOCK : N;
    for (int i = block; i < end; i += 16) {
      __m128 marginal[4], logit[4], e[4], c[4];
      for (int k = 0; k < 4; k++) {
        marginal[k] = _mm_load_ps(m + i + 4 * k);
        logit[k] = _mm_add_ps(
            _mm_load_ps(f + i + 4 * k),
            _mm_mul_ps(_mm_sub_ps(_mm_mul_ps(g, marginal[k]), h), _mm_load_ps(w + i + 4 * k)));
        _mm_store_ps(f + i + 4 * k, logit[k]);
      }
      for (int k = 0; k < 4; k++) e[k] = exp_of_minus(logit[k]);
      for (int k = 0; k < 4; k++) c[k] = _mm_div_ps(one, _mm_add_ps(one, e[k]));
      for (int k = 0; k < 4; k++) {
        _mm_store_ps(w + i + 4 * k, _mm_mul_ps(_mm_mul_ps(e[k], c[k]), c[k]));
      }
      soft = _mm_add_ps(soft, _mm_add_ps(_mm_add_ps(c[0], c[1]), _mm_add_ps(c[2], c[3])));
      for (int k = 0; k < 4; k++) c[k] = _mm_mul_ps(c[k], marginal[k]);
      common = _mm_add_ps(common, _mm_add_ps(_mm_add_ps(c[0], c[1]), _mm_add_ps(c[2], c[3])));
    }
    *soft_sum += lane_sum(soft);
    *common_sum += lane_sum(common);
  }
}

int main(void) {
  double marginal_sum = 0;
  srand(1);
  for (int i = 0; i < N; i++) {
    const double u = rand() / (double)RAND_MAX;
    m[i] = (float)(u * u * u * u);
    start[i] = (float)(4 * (rand() / (double)RAND_MAX) - 2);
    marginal_sum += m[i];
  }
  char line[16];
  while (fgets(line, sizeof line, stdin)) {
    struct timespec a, b;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    memcpy(f, start, sizeof f);
    double soft, common;
    step(0, 0, &soft, &common);
    for (int l = 1; l < ITERATIONS; l++) {
      const double total = marginal_sum + soft, scale = 10.0 * N / total;
      step((float)(2 * scale), (float)(scale * 2 * common / total), &soft, &common);
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    printf("%.9f\n", (b.tv_sec - a.tv_sec) + (b.tv_nsec - a.tv_nsec) * 1e-9);
    fflush(stdout);
  }
  return 0;
}
