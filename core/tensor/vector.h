// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A register of numbers as a value, for the few inner loops that compilers do not turn into
// vector code by themselves. For the compute library alone: its width is that of the instruction
// set that a file is compiled for.

#include "core/tensor/tensor.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

#ifdef __AVX__
#include <immintrin.h>
#endif

namespace regard {

#if defined(__AVX512F__)
inline constexpr std::size_t vectorBytes = 64;
#elif defined(__AVX__)
inline constexpr std::size_t vectorBytes = 32;
#else
inline constexpr std::size_t vectorBytes = 16;
#endif

using Vector = Real __attribute__((vector_size(vectorBytes)));
inline constexpr Index vectorWidth = static_cast<Index>(vectorBytes / sizeof(Real));

namespace detail {

using Lane = std::conditional_t<sizeof(Real) == 4, std::int32_t, std::int64_t>;
using Lanes = Lane __attribute__((vector_size(vectorBytes)));

} // namespace detail

/// The count rounded up to whole vectors.
inline Index paddedToVector(Index count)
{
    return (count + vectorWidth - 1) / vectorWidth * vectorWidth;
}

/// Numbers that need not be aligned.
inline void load(Vector& to, const Real* from)
{
    std::memcpy(&to, from, sizeof to);
}
inline void store(Real* to, const Vector& from)
{
    std::memcpy(to, &from, sizeof from);
}

/// The first `count` lanes, at most all; the others get zero. Reads no further.
inline void loadFirst(Vector& to, const Real* from, Index count)
{
    if (count >= vectorWidth)
        return load(to, from);
#ifdef __AVX512F__
    if constexpr (sizeof(Real) == 4) {
        to = (Vector)_mm512_maskz_loadu_ps(static_cast<__mmask16>((1u << count) - 1), from);
        return;
    }
#endif
    Real some[vectorWidth] = {};
    std::copy_n(from, count, some);
    load(to, some);
}

/// The first `count` lanes, at most all. Writes no further.
inline void storeFirst(Real* to, const Vector& from, Index count)
{
    if (count >= vectorWidth)
        return store(to, from);
#ifdef __AVX512F__
    if constexpr (sizeof(Real) == 4)
        return _mm512_mask_storeu_ps(to, static_cast<__mmask16>((1u << count) - 1), (__m512)from);
#endif
    Real some[vectorWidth];
    store(some, from);
    std::copy_n(some, count, to);
}

inline Vector larger(const Vector& a, const Vector& b)
{
    return a > b ? a : b;
}

/// a · b + c of single numbers, rounded as that of vectors is: once where the instruction set can.
inline Real multiplyAndAdd(Real a, Real b, Real c)
{
#ifdef __FMA__
    return std::fma(a, b, c);
#else
    return a * b + c;
#endif
}

namespace detail {

/// Lane `lane` of what adds halves of groups: first half of group g from a, second from b.
template <Index group, Index first> constexpr Lane halfFrom(Index lane)
{
    const Index begin = lane / group * group;
    const Index place = lane % group;
    return static_cast<Lane>(place < group / 2 ? begin + first + place
                                               : vectorWidth + begin + first + place - group / 2);
}

template <Index group, Index first, std::size_t... lanes>
Vector halves(const Vector& a, const Vector& b, std::index_sequence<lanes...>)
{
    return __builtin_shufflevector(a, b, halfFrom<group, first>(lanes)...);
}

/// Lane i of v[0] becomes all lanes of v[i] made one, for `count` vectors; overwrites the others.
template <Index count, class Join> void joinLanes(Vector* v, const Join& join)
{
    if constexpr (count > 1) {
        constexpr auto lanes = std::make_index_sequence<vectorWidth>();
        for (Index i = 0; i < count / 2; ++i)
            v[i] = join(halves<count, 0>(v[i], v[i + count / 2], lanes),
                        halves<count, count / 2>(v[i], v[i + count / 2], lanes));
        joinLanes<count / 2>(v, join);
    }
}

inline Vector plus(const Vector& a, const Vector& b)
{
    return a + b;
}

/// Exchanges the off-diagonal quarters of two vectors' groups of 2 · half lanes.
template <Index half, std::size_t... lanes>
void exchange(Vector& a, Vector& b, std::index_sequence<lanes...>)
{
    const Vector first = __builtin_shufflevector(
        a, b, static_cast<Lane>(lanes & half ? vectorWidth + (lanes ^ half) : lanes)...);
    b = __builtin_shufflevector(
        a, b, static_cast<Lane>(lanes & half ? vectorWidth + lanes : lanes ^ half)...);
    a = first;
}

template <Index half> void transposeBy(Vector* v)
{
    if constexpr (half > 0) {
        for (Index i = 0; i < vectorWidth; ++i)
            if ((i & half) == 0)
                exchange<half>(v[i], v[i + half], std::make_index_sequence<vectorWidth>());
        transposeBy<half / 2>(v);
    }
}

template <Index count, std::size_t... lanes>
Vector upperHalf(const Vector& v, std::index_sequence<lanes...>)
{
    return __builtin_shufflevector(v, v, static_cast<Lane>((lanes + count / 2) % count)...);
}

/// The first `count` lanes made one, halves onto halves.
template <Index count, class Join> Real foldLanes(const Vector& v, const Join& join)
{
    if constexpr (count == 1)
        return v[0];
    else
        return foldLanes<count / 2>(
            join(v, upperHalf<count>(v, std::make_index_sequence<vectorWidth>())), join);
}

} // namespace detail

/// Makes rows columns: lane j of vector i becomes lane i of vector j.
inline void transpose(Vector* vectors)
{
    detail::transposeBy<vectorWidth / 2>(vectors);
}

/// The sums of the lanes of vectorWidth vectors, side by side. Overwrites them.
inline Vector sumsOfLanes(Vector* vectors)
{
    detail::joinLanes<vectorWidth>(vectors, detail::plus);
    return vectors[0];
}

/// The largest lanes of vectorWidth vectors, side by side. Overwrites them.
inline Vector largestLanes(Vector* vectors)
{
    detail::joinLanes<vectorWidth>(vectors, larger);
    return vectors[0];
}

inline Real sumOfLanes(Vector v)
{
    return detail::foldLanes<vectorWidth>(v, detail::plus);
}

inline Real largestLane(Vector v)
{
    return detail::foldLanes<vectorWidth>(v, larger);
}

/// log2 e: e^x = 2^(x · perOctave).
inline constexpr Real perOctave = Real(1.44269504088896340736);

/// 2^x within 2 units in the last place for x of at most 127; 0 below −126.
inline Vector powerOfTwo(const Vector& x)
{
    if constexpr (sizeof(Real) == 4) {
        // 2^x = 2^n 2^r with n = round(x), |r| ≤ 1/2: a polynomial for 2^r (least largest
        // relative error, 2e-9) and n put into the exponent's bits.
#ifdef __AVX512DQ__
        const Vector r = (Vector)_mm512_reduce_ps((__m512)x, _MM_FROUND_TO_NEAREST_INT);
#else
        // Adding 1.5 · 2^23 rounds; 127 more is the exponent's offset.
        constexpr Real rounding = 12582912 + 127;
        const Vector shifted = x + rounding;
        const Vector r = x - (shifted - rounding);
#endif
        Vector p = r * Real(0.0001534579972) + Real(0.001339994442);
        p = p * r + Real(0.009618489104);
        p = p * r + Real(0.05550328744);
        p = p * r + Real(0.2402264689);
        p = p * r + Real(0.6931472058);
        p = p * r + Real(1.000000001);
#ifdef __AVX512DQ__
        return (Vector)_mm512_scalef_ps((__m512)p, (__m512)(x - r));
#else
        detail::Lanes bits;
        std::memcpy(&bits, &shifted, sizeof bits);
        bits <<= 23;
        Vector power;
        std::memcpy(&power, &bits, sizeof power);
        return shifted < rounding - 126 ? Vector{} : p * power;
#endif
    } else {
        Vector power;
        for (Index i = 0; i < vectorWidth; ++i)
            power[i] = std::exp2(x[i]);
        return power;
    }
}

/// 1/x within 2 units in the last place, for 1e-37 < |x| < 1e37.
inline Vector reciprocal(const Vector& x)
{
    // The processor's estimate of 12 to 14 bits, made better by one step after Newton.
#if defined(__AVX512F__)
    if constexpr (sizeof(Real) == 4) {
        Vector estimate = (Vector)_mm512_rcp14_ps((__m512)x);
        return estimate + estimate * (1 - x * estimate);
    }
#elif defined(__AVX__)
    if constexpr (sizeof(Real) == 4) {
        Vector estimate = (Vector)_mm256_rcp_ps((__m256)x);
        return estimate + estimate * (1 - x * estimate);
    }
#endif
    return 1 / x;
}

} // namespace regard
