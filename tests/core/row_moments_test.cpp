// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/row_moments.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace regard {
namespace {

std::vector<int> all(const RowMoments& moments)
{
    return {moments.begin(), moments.end()};
}

TEST(RowMoments, oneNumberStandsForRowsThatComeTogether)
{
    RowMoments moments;
    EXPECT_TRUE(moments.empty());
    moments.append(3, 7);
    EXPECT_EQ(all(moments), (std::vector{7, 7, 7}));
    EXPECT_EQ(all(RowMoments(2, 4)), (std::vector{4, 4}));
}

TEST(RowMoments, rowsOfLaterMomentsFollow)
{
    RowMoments moments;
    moments.append(2, 1);
    moments.append(1, 4);
    moments.append(2, 6);
    EXPECT_EQ(all(moments), (std::vector{1, 1, 4, 6, 6}));
    EXPECT_EQ(moments.front(), 1);
    EXPECT_TRUE(std::binary_search(moments.begin(), moments.end(), 4));
    EXPECT_FALSE(std::binary_search(moments.begin(), moments.end(), 5));
    EXPECT_EQ(std::upper_bound(moments.begin(), moments.end(), 4) - moments.begin(), 3);
}

TEST(RowMoments, rowsAreSetAndTakenOut)
{
    RowMoments moments(4, 2);
    moments.erase(moments.begin() + 1, moments.begin() + 2);
    EXPECT_EQ(all(moments), (std::vector{2, 2, 2}));
    moments.set(2, 5);
    EXPECT_EQ(all(moments), (std::vector{2, 2, 5}));
    moments.erase(moments.begin(), moments.begin() + 2);
    EXPECT_EQ(all(moments), (std::vector{5}));
}

} // namespace
} // namespace regard
