/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The token for Typeform: tested, removed, and asked which forms there are. */

#define G_LOG_DOMAIN "shc-answers-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-answers-private.h"
#include "shc-place-dialog.h"
#include "shc-service-key.h"
#include "shc-work.h"

/* ---- its test */

static void
tested_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcAnswersDialog) self = SHC_ANSWERS_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *whose = shc_intake_test_finish (SHC_VAULT (object), result, &error);

  if (self->closed)
    return;
  if (whose == NULL)
    {
      shc_answers_fail (self, error);
      return;
    }
  shc_answers_show (self, "source");
  shc_answers_say_token (self, TRUE, _("Typeform takes the token."));
}

static void
test (ShcAnswersDialog *self)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("typeform", "me", "test-key", "answers.test-token", 0);

  shc_answers_wait_for_service (self, _("Asking Typeform whether it takes the token… Nothing of yours is sent."));
  shc_intake_test_async (self->window->vault, intent, TRUE, self->cancellable, tested_cb, g_object_ref (self));
}

void
shc_answers_test_token (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  shc_answers_store (SHC_ANSWERS_DIALOG (widget), test);
}

/* ---- its end */

static gpointer
remove_in_thread (gpointer      data,
                  GCancellable *cancellable,
                  GError      **error)
{
  return GINT_TO_POINTER (shc_service_key_clear (data, "typeform", error));
}

static void
removed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  ShcAnswersDialog *self = SHC_ANSWERS_DIALOG (object);
  g_autoptr(GError) error = NULL;

  shc_work_finish (result, &error);
  if (self->closed)
    return;
  if (error != NULL)
    shc_answers_fail (self, error);
  else
    shc_answers_say_token (self, FALSE, _("The token is removed from this computer. To end it, delete it at Typeform."));
}

void
shc_answers_remove_token (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  ShcAnswersDialog *self = SHC_ANSWERS_DIALOG (widget);

  shc_work_async (self, remove_in_thread, g_object_ref (self->window->vault), g_object_unref, NULL, NULL, removed_cb, NULL);
}

/* ---- which forms there are */

static void
chosen_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcAnswersDialog) self = SHC_ANSWERS_DIALOG (user_data);
  g_autofree char *id = shc_place_choose_finish (result);

  if (id != NULL && !self->closed)
    gtk_editable_set_text (GTK_EDITABLE (self->form_row), id);
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcAnswersDialog) self = SHC_ANSWERS_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) places = shc_intake_list_places_finish (SHC_VAULT (object), result, &error);

  if (self->closed)
    return;
  if (places == NULL)
    {
      shc_answers_fail (self, error);
      return;
    }
  shc_answers_show (self, "source");
  if (places->len == 0)
    shc_answers_say_token (self, TRUE, _("There is no form in this account."));
  else
    shc_place_choose_async (GTK_WIDGET (self), _("Which Form?"), places, self->cancellable, chosen_cb, g_object_ref (self));
}

static void
list_places (ShcAnswersDialog *self)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("typeform", "forms", "places", "answers.choose-form", 0);

  shc_answers_wait_for_service (self, _("Asking Typeform which forms there are… Nothing of yours is sent."));
  shc_intake_list_places_async (self->window->vault, intent, TRUE, self->cancellable, listed_cb, g_object_ref (self));
}

void
shc_answers_choose_form (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  shc_answers_store (SHC_ANSWERS_DIALOG (widget), list_places);
}
