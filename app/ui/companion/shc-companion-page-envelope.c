/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Companion: whether what was prepared has to be shown before it goes, and what is taken out of it then. */

#define G_LOG_DOMAIN "shc-companion-page"

#include "config.h"

#include "shc-companion-page-private.h"

#include <glib/gi18n-lib.h>

#include "shc-envelope-dialog.h"

/* ---- what was seen */

static char *
create_whom (ShcCompanionPage *self)
{
  const ShcCompanion *companion = shc_talk_get_companion (self->talk);

  return g_strjoin ("\n", companion->base_url, companion->host, shc_talk_get_envelope (self->talk)->request->model, NULL);
}

/* Or one that was edited since it was shown, whichever message takes it along. */
static gboolean
has_new_reflection (ShcCompanionPage *self)
{
  const GPtrArray *digests = shc_talk_get_envelope (self->talk)->digests;

  for (guint i = 0; i < digests->len; i++)
    if (!g_hash_table_contains (self->seen_reflections, g_ptr_array_index (digests, i)))
      return TRUE;
  return FALSE;
}

/* Where it goes is asked again whenever that changes, whatever else was agreed to. */
static gboolean
needs_showing (ShcCompanionPage *self)
{
  g_autofree char *whom = create_whom (self);

  if (g_strcmp0 (self->seen_whom, whom) != 0)
    return TRUE;
  if (self->quiet)
    return FALSE;
  return has_new_reflection (self) ||
         g_strcmp0 (self->seen_instructions, shc_talk_get_envelope (self->talk)->request->instructions) != 0;
}

static void
note_seen (ShcCompanionPage *self)
{
  const GPtrArray *digests = shc_talk_get_envelope (self->talk)->digests;

  g_free (self->seen_whom);
  self->seen_whom = create_whom (self);
  g_free (self->seen_instructions);
  self->seen_instructions = g_strdup (shc_talk_get_envelope (self->talk)->request->instructions);
  for (guint i = 0; i < digests->len; i++)
    g_hash_table_add (self->seen_reflections, g_strdup (g_ptr_array_index (digests, i)));
}

/* ---- what is taken out of it */

static gboolean
is_open (ShcCompanionPage *self)
{
  return self->envelope != NULL && self->step == SHC_COMPANION_ASKING && !shc_companion_page_is_gone (self);
}

static void
prepared_anew_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(ShcCompanionPage) self = SHC_COMPANION_PAGE (user_data);
  g_autoptr(GError) error = NULL;

  shc_talk_prepare_finish (SHC_TALK (object), result, &error);
  self->n_preparing--;
  /* Only the last choice is shown, and can be sent. */
  if (!is_open (self) || (error == NULL && self->n_preparing > 0))
    return;
  if (error == NULL && shc_talk_check (self->talk, &error))
    {
      shc_envelope_dialog_update (self->envelope, self->talk);
      return;
    }
  shc_envelope_dialog_dismiss (self->envelope);
  shc_companion_page_abandon (self, error);
}

/* What is left out here stays in the entry until the message goes. */
static void
chosen_cb (ShcCompanionPage   *self,
           const char * const *ids)
{
  if (!is_open (self))
    return;
  g_strfreev (self->outgoing->reflections);
  self->outgoing->reflections = g_strdupv ((char **) ids);
  self->n_preparing++;
  shc_talk_prepare_async (self->talk, self->outgoing->text, ids, NULL, self->cancellable, prepared_anew_cb,
                          g_object_ref (self));
}

static void
offer_reflections (ShcCompanionPage *self)
{
  for (guint i = 0; self->outgoing->reflections != NULL && self->outgoing->reflections[i] != NULL; i++)
    {
      const char *id = self->outgoing->reflections[i];
      const char *title = g_hash_table_lookup (self->titles, id);

      shc_envelope_dialog_offer (self->envelope, id, title != NULL ? title : _("A reflection"));
    }
}

/* ---- the sheet */

static void
answered_cb (ShcCompanionPage *self,
             gboolean          send,
             gboolean          quiet)
{
  if (self->step != SHC_COMPANION_ASKING || shc_companion_page_is_gone (self))
    return;
  if (!send || self->leaving)
    {
      shc_companion_page_abandon (self, NULL);
      return;
    }
  note_seen (self);
  self->quiet = quiet;
  shc_companion_page_deliver (self);
}

void
shc_companion_page_show_envelope (ShcCompanionPage *self)
{
  GtkWidget *dialog;

  if (!needs_showing (self))
    {
      shc_companion_page_deliver (self);
      return;
    }
  dialog = shc_envelope_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->talk);
  g_set_weak_pointer (&self->envelope, SHC_ENVELOPE_DIALOG (dialog));
  /* What was said already is answered anew as it was said. */
  if (!self->again)
    offer_reflections (self);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "answered", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  shc_companion_page_set_step (self, SHC_COMPANION_ASKING);
  gtk_window_present (GTK_WINDOW (dialog));
}
