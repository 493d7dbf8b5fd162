/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An entry that offers what was used before. */

#define G_LOG_DOMAIN "shc-suggest-entry"

#include "config.h"

#include "shc-suggest-entry.h"

#include "shc-suggestions.h"
#include "shc-widget.h"

struct _ShcSuggestEntry
{
  GtkWidget       parent_instance;
  GtkEntry       *entry;
  ShcSuggestions *suggestions; /* (nullable): until there is something to offer */
  char          **offered;     /* (nullable) */
  char           *label;
  gboolean        choosing;
};

G_DEFINE_FINAL_TYPE (ShcSuggestEntry, shc_suggest_entry, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_PLACEHOLDER_TEXT, PROP_LABEL, PROP_PRIMARY_ICON_NAME, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_CHANGED, SIGNAL_ACTIVATE, N_SIGNALS };
static guint signals[N_SIGNALS];

static gboolean
is_offering (ShcSuggestEntry *self)
{
  return self->suggestions != NULL && gtk_widget_get_visible (GTK_WIDGET (self->suggestions));
}

static void
popdown (ShcSuggestEntry *self)
{
  if (self->suggestions != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->suggestions));
}

static void
chosen_cb (ShcSuggestEntry *self,
           const char      *text)
{
  popdown (self);
  self->choosing = TRUE;
  shc_suggest_entry_set_text (self, text);
  self->choosing = FALSE;
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0);
}

/* Made when there is something to offer for the first time: the window does not wait for it. */
static void
ensure_suggestions (ShcSuggestEntry *self)
{
  GtkWidget *suggestions;

  if (self->suggestions != NULL)
    return;
  suggestions = shc_suggestions_new ();
  g_signal_connect_object (suggestions, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (suggestions, GTK_WIDGET (self));
  self->suggestions = SHC_SUGGESTIONS (suggestions);
}

static void
offer (ShcSuggestEntry *self)
{
  ensure_suggestions (self);
  if (shc_suggestions_fill (self->suggestions, (const char *const *) self->offered,
                            shc_suggest_entry_get_text (self)) > 0
      && gtk_widget_get_mapped (GTK_WIDGET (self->entry)))
    gtk_popover_popup (GTK_POPOVER (self->suggestions));
  else
    popdown (self);
}

static gboolean
has_focus (ShcSuggestEntry *self)
{
  return (gtk_widget_get_state_flags (GTK_WIDGET (self->entry)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

static void
entry_changed_cb (ShcSuggestEntry *self)
{
  if (!self->choosing && has_focus (self) && *shc_suggest_entry_get_text (self) != '\0')
    offer (self);
  else
    popdown (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
entry_activated_cb (ShcSuggestEntry *self)
{
  if (is_offering (self) && shc_suggestions_choose (self->suggestions))
    return;
  popdown (self);
  g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0);
}

/* The focus stays in the entry, so that one can go on typing; the arrows move the choice. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                ShcSuggestEntry       *self)
{
  gboolean open = is_offering (self);

  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      if (!open)
        offer (self);
      else
        shc_suggestions_move (self->suggestions, 1);
      return open || is_offering (self);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      if (open)
        shc_suggestions_move (self->suggestions, -1);
      return open;
    case GDK_KEY_Escape:
      if (open)
        popdown (self);
      return open;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
focus_left_cb (GtkEventControllerFocus *controller,
               ShcSuggestEntry         *self)
{
  popdown (self);
}

static void
set_label (ShcSuggestEntry *self,
           const char      *label)
{
  if (g_strcmp0 (self->label, label) == 0)
    return;

  g_free (self->label);
  self->label = g_strdup (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

static void
shc_suggest_entry_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  ShcSuggestEntry *self = SHC_SUGGEST_ENTRY (object);

  switch (prop_id)
    {
    case PROP_PLACEHOLDER_TEXT:
      gtk_entry_set_placeholder_text (self->entry, g_value_get_string (value));
      break;
    case PROP_LABEL:
      set_label (self, g_value_get_string (value));
      break;
    case PROP_PRIMARY_ICON_NAME:
      gtk_entry_set_icon_from_icon_name (self->entry, GTK_ENTRY_ICON_PRIMARY,
                                         g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
shc_suggest_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SHC_SUGGEST_ENTRY (widget)->entry));
}

static void
shc_suggest_entry_dispose (GObject *object)
{
  shc_widget_clear (GTK_WIDGET (object));
  SHC_SUGGEST_ENTRY (object)->suggestions = NULL;

  G_OBJECT_CLASS (shc_suggest_entry_parent_class)->dispose (object);
}

static void
shc_suggest_entry_finalize (GObject *object)
{
  ShcSuggestEntry *self = SHC_SUGGEST_ENTRY (object);

  g_strfreev (self->offered);
  g_free (self->label);

  G_OBJECT_CLASS (shc_suggest_entry_parent_class)->finalize (object);
}

static void
shc_suggest_entry_class_init (ShcSuggestEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = shc_suggest_entry_set_property;
  object_class->dispose = shc_suggest_entry_dispose;
  object_class->finalize = shc_suggest_entry_finalize;
  widget_class->grab_focus = shc_suggest_entry_grab_focus;

  properties[PROP_PLACEHOLDER_TEXT] = g_param_spec_string ("placeholder-text", NULL, NULL, NULL, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_PRIMARY_ICON_NAME] =
    g_param_spec_string ("primary-icon-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SHC_TYPE_SUGGEST_ENTRY, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ACTIVATE] = g_signal_new ("activate", SHC_TYPE_SUGGEST_ENTRY, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-suggest-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcSuggestEntry, entry);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_left_cb);
}

static void
shc_suggest_entry_init (ShcSuggestEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkEntry *
shc_suggest_entry_get_entry (ShcSuggestEntry *self)
{
  g_return_val_if_fail (SHC_IS_SUGGEST_ENTRY (self), NULL);

  return self->entry;
}

const char *
shc_suggest_entry_get_text (ShcSuggestEntry *self)
{
  g_return_val_if_fail (SHC_IS_SUGGEST_ENTRY (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
shc_suggest_entry_set_text (ShcSuggestEntry *self,
                            const char      *text)
{
  g_return_if_fail (SHC_IS_SUGGEST_ENTRY (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
}

void
shc_suggest_entry_set_suggestions (ShcSuggestEntry   *self,
                                   const char *const *suggestions)
{
  char **old;

  g_return_if_fail (SHC_IS_SUGGEST_ENTRY (self));

  old = self->offered;
  self->offered = g_strdupv ((char **) suggestions);
  g_strfreev (old);
}
