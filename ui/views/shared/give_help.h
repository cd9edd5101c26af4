// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/words/help_text.h"

namespace regard {

/// Gives a control or an action its tooltip and its "What's This?" from the table of help texts.
template <class Control> Control* giveHelp(Control* control, const char* name)
{
    control->setToolTip(tipOf(name));
    control->setWhatsThis(whatsThisOf(name));
    return control;
}

/// Its "What's This?" alone, where the tooltip is another or would stand in a picture's way.
template <class Control> Control* helpWhenAsked(Control* control, const char* name)
{
    control->setWhatsThis(whatsThisOf(name));
    return control;
}

/// The same with a text that another table has, as a setting's.
template <class Control> Control* helpAs(Control* control, const QString& text)
{
    control->setToolTip(text);
    control->setWhatsThis(asSentence(text));
    return control;
}

} // namespace regard
