// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/given.h"

namespace regard {

double givenCell(CellWork& work)
{
    work.worked("{} is given", {{work.recorded(), {}}});
    return work.recorded();
}

} // namespace regard
