/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where sharing with Airtable is set up. */

#define G_LOG_DOMAIN "shc-share-setup"

#include "config.h"

#include "shc-share-setup.h"

#include <glib/gi18n-lib.h>

#include "shc-airtable-types.h"
#include "shc-base-layout.h"
#include "shc-base-mapping.h"
#include "shc-secure-text.h"

struct _ShcShareSetup
{
  AdwPreferencesPage   parent_instance;
  const ShcShareState *state;       /* (nullable) */
  gboolean             updating;
  AdwEntryRow         *base_row;
  GtkLabel            *base_problem;
  AdwActionRow        *key_row;
  GtkWidget           *choose_button;
  GtkWidget           *test_button;
  GtkWidget           *remove_button;
  AdwPasswordEntryRow *token_row;
  GtkLabel            *key_note;
  AdwExpanderRow      *names_row;
  AdwEntryRow         *users_row;
  AdwEntryRow         *reflections_row;
  AdwEntryRow         *column_rows[SHC_BASE_N_COLUMNS];
  AdwActionRow        *consent_row;
  GtkButton           *consent_button;
  GtkWidget           *fetch_row;
  AdwActionRow        *undo_row;
  GtkWidget           *forget_row;
  GtkWidget           *done_group;
};

G_DEFINE_FINAL_TYPE (ShcShareSetup, shc_share_setup, ADW_TYPE_PREFERENCES_PAGE)

static char *
dup_typed (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
say (GtkLabel   *label,
     const char *text,
     gboolean    is_problem)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  if (is_problem)
    gtk_widget_add_css_class (GTK_WIDGET (label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (label), "error");
}

/* What a row was last filled with: anything else was typed by the person, and is left alone. */
static void
fill_row (AdwEntryRow *row,
          const char  *value)
{
  const char *kept = g_object_get_data (G_OBJECT (row), "shc-kept");

  if (kept != NULL && !g_str_equal (kept, gtk_editable_get_text (GTK_EDITABLE (row))))
    return;
  gtk_editable_set_text (GTK_EDITABLE (row), value);
  g_object_set_data_full (G_OBJECT (row), "shc-kept", g_strdup (value), g_free);
}

/* What was taken over is no longer being typed. */
static void
keep_row (AdwEntryRow *row,
          const char  *value)
{
  gtk_editable_set_text (GTK_EDITABLE (row), value);
  g_object_set_data_full (G_OBJECT (row), "shc-kept", g_strdup (value), g_free);
}

/* ---- names */

static void
build_column_rows (ShcShareSetup *self)
{
  for (guint i = 0; i < SHC_BASE_N_COLUMNS; i++)
    {
      GtkWidget *row = adw_entry_row_new ();
      g_autofree char *key = shc_base_column_dup_key ((ShcBaseColumn) i);

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), key);
      adw_expander_row_add_row (self->names_row, row);
      self->column_rows[i] = ADW_ENTRY_ROW (row);
    }
}

static void
fill_names (ShcShareSetup *self)
{
  fill_row (self->users_row, self->state->users);
  fill_row (self->reflections_row, self->state->reflections);
  for (guint i = 0; i < SHC_BASE_N_COLUMNS; i++)
    {
      g_autofree char *key = shc_base_column_dup_key ((ShcBaseColumn) i);
      g_autofree char *name = shc_base_mapping_get (self->state->mapping, key);

      fill_row (self->column_rows[i], name != NULL ? name : shc_base_column_get_name ((ShcBaseColumn) i));
    }
}

/* Returns: (transfer full): the mapping with the columns as they are typed; the usual name is no line of its own. */
static char *
dup_mapping (ShcShareSetup *self)
{
  char *mapping = g_strdup (self->state->mapping);

  for (guint i = 0; i < SHC_BASE_N_COLUMNS; i++)
    {
      g_autofree char *former = mapping;
      g_autofree char *key = shc_base_column_dup_key ((ShcBaseColumn) i);
      g_autofree char *name = dup_typed (self->column_rows[i]);
      gboolean usual = g_str_equal (name, shc_base_column_get_name ((ShcBaseColumn) i));

      mapping = shc_base_mapping_set (former, key, usual ? NULL : name);
    }
  return mapping;
}

/* ---- what was agreed to */

/* A consent names its base: it is not one for what is typed now. */
static gboolean
is_agreed (ShcShareSetup *self)
{
  g_autofree char *base = shc_share_setup_dup_base (self);

  return self->state != NULL && self->state->consent && *base != '\0' && g_str_equal (base, self->state->base);
}

static void
show_consent (ShcShareSetup *self)
{
  gboolean agreed = is_agreed (self);
  g_autofree char *base = shc_share_setup_dup_base (self);
  g_autofree char *text = NULL;

  if (*base == '\0')
    text = g_strdup (_("Which base it is has to be said first"));
  else
    /* Translators: %s is the id of a base, such as appXXXXXXXXXXXXXX. */
    text = g_strdup_printf (agreed ? _("Agreed: what you choose each time may be kept in the base %s")
                                   : _("Not agreed: nothing is sent to the base %s"), base);
  adw_action_row_set_subtitle (self->consent_row, text);
  gtk_button_set_label (self->consent_button, agreed ? _("Tak_e Back") : _("A_gree…"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->consent_button), *base != '\0');
}

static void
show_key (ShcShareSetup *self)
{
  const ShcShareState *state = self->state;

  adw_action_row_set_subtitle (self->key_row, state->key_problem != NULL ? state->key_problem
                                              : state->has_key           ? _("A token is stored")
                                                                         : _("No token is stored"));
  gtk_widget_set_visible (self->choose_button, state->has_key);
  gtk_widget_set_visible (self->test_button, state->has_key);
  gtk_widget_set_visible (self->remove_button, state->has_key);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->token_row),
                                 state->has_key ? _("Another _Token") : _("_Token"));
}

static void
show_last_run (ShcShareSetup *self)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (self->state->last_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *when = local != NULL ? g_date_time_format (local, _("%-d %B %Y, %H:%M")) : NULL;

  adw_action_row_set_subtitle (self->undo_row, when != NULL ? when : "");
  gtk_widget_set_visible (GTK_WIDGET (self->undo_row), self->state->last_us > 0);
}

static void
base_changed_cb (ShcShareSetup *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->base_row), "error");
  say (self->base_problem, NULL, FALSE);
  if (self->state != NULL)
    show_consent (self);
}

static void
activated_cb (ShcShareSetup *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "share.look", NULL);
}

static void
shc_share_setup_class_init (ShcShareSetupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-share-setup.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, base_row);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, base_problem);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, key_row);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, choose_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, test_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, remove_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, token_row);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, key_note);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, names_row);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, users_row);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, reflections_row);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, consent_row);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, consent_button);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, fetch_row);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, undo_row);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, forget_row);
  gtk_widget_class_bind_template_child (widget_class, ShcShareSetup, done_group);
  gtk_widget_class_bind_template_callback (widget_class, base_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
shc_share_setup_init (ShcShareSetup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  build_column_rows (self);
}

void
shc_share_setup_fill (ShcShareSetup       *self,
                      const ShcShareState *state)
{
  g_return_if_fail (SHC_IS_SHARE_SETUP (self));
  g_return_if_fail (state != NULL);

  self->state = state;
  fill_row (self->base_row, state->base);
  fill_names (self);
  show_key (self);
  show_consent (self);
  show_last_run (self);
  gtk_widget_set_visible (self->fetch_row, state->shared);
  gtk_widget_set_visible (self->forget_row, state->shared);
  gtk_widget_set_visible (self->done_group, state->last_us > 0 || state->shared);
}

char *
shc_share_setup_dup_base (ShcShareSetup *self)
{
  char *base;

  g_return_val_if_fail (SHC_IS_SHARE_SETUP (self), NULL);

  base = shc_airtable_dup_base_id (gtk_editable_get_text (GTK_EDITABLE (self->base_row)));
  return base != NULL ? base : g_strdup ("");
}

void
shc_share_setup_set_base (ShcShareSetup *self,
                          const char    *base)
{
  g_return_if_fail (SHC_IS_SHARE_SETUP (self));

  gtk_editable_set_text (GTK_EDITABLE (self->base_row), base);
}

ShcShareEntries *
shc_share_setup_take (ShcShareSetup *self)
{
  g_autofree char *typed = dup_typed (self->base_row);
  g_autoptr(ShcShareEntries) entries = g_new0 (ShcShareEntries, 1);

  g_return_val_if_fail (SHC_IS_SHARE_SETUP (self) && self->state != NULL, NULL);

  entries->base = shc_share_setup_dup_base (self);
  if (*typed != '\0' && *entries->base == '\0')
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->base_row), "error");
      say (self->base_problem,
           _("This names no base. Copy the address of the base from the browser, or its id, which begins with “app”. "
             "Nothing was asked of Airtable."), TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (self->base_row));
      return NULL;
    }
  entries->users = dup_typed (self->users_row);
  entries->reflections = dup_typed (self->reflections_row);
  entries->mapping = dup_mapping (self);
  entries->token = shc_secure_text_take (GTK_EDITABLE (self->token_row));
  if (g_bytes_get_size (entries->token) == 0)
    g_clear_pointer (&entries->token, g_bytes_unref);
  keep_row (self->base_row, entries->base);
  return g_steal_pointer (&entries);
}

void
shc_share_setup_say (ShcShareSetup *self,
                     const char    *text,
                     gboolean       is_problem)
{
  g_return_if_fail (SHC_IS_SHARE_SETUP (self));

  say (self->key_note, text, is_problem);
}
