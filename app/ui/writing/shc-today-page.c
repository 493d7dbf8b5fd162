/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Today: a greeting, one question, and the editor. */

#define G_LOG_DOMAIN "shc-today-page"

#include "config.h"

#include "shc-today-page.h"

#include <glib/gi18n-lib.h>

#include "shc-composer.h"
#include "shc-error-page.h"
#include "shc-page.h"
#include "shc-questions.h"
#include "shc-ui-errors.h"
#include "shc-widget.h"
#include "shc-window.h"

#define CLOCK_SECONDS 60
#define LOOK_AGAIN_MS 250
/* While somebody writes, most of what is committed is their own draft. */
#define LOOK_AGAIN_WRITING_MS 3000

struct _ShcTodayPage
{
  AdwBin        parent_instance;
  GtkStack     *stack;
  GtkLabel     *greeting;
  GtkLabel     *subtitle;
  GtkButton    *cut_off;
  GtkLabel     *question;
  ShcComposer  *composer;

  ShcJournal   *journal;
  GCancellable *cancellable;
  char         *name;
  gint64        day;
  gint64        days_written;
  gint64        today;
  gint64        count;
  gboolean      loaded;
  char         *asked;      /* (nullable): to be written under as soon as there is an editor */
  guint         clock_id;
  guint         look_again_id;
};

static void page_iface_init (ShcPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ShcTodayPage, shc_today_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SHC_TYPE_PAGE, page_iface_init))

enum { PROP_0, PROP_JOURNAL, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void look (ShcTodayPage *self);

/* The name is set apart, so that one written from right to left does not turn the sentence round. */
static char *
create_greeting (const char *name,
                 int         hour)
{
  g_autofree char *isolated = NULL;

  if (name == NULL)
    return g_strdup (hour >= 5 && hour < 12 ? _("Good morning")
                     : hour >= 12 && hour < 18 ? _("Good afternoon") : _("Good evening"));
  isolated = shc_isolate (name);
  /* Translators: %s is the name somebody chose for themselves. */
  return g_strdup_printf (hour >= 5 && hour < 12 ? _("Good morning, %s")
                          : hour >= 12 && hour < 18 ? _("Good afternoon, %s") : _("Good evening, %s"),
                          isolated);
}

static char *
create_subtitle (ShcTodayPage *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *date = shc_date_format_long (shc_date_from_day (self->today));
  g_autofree char *isolated = shc_isolate (date);
  gulong written = (gulong) self->days_written;

  g_string_append (text, isolated);
  if (self->day > 0)
    {
      g_string_append (text, " · ");
      /* Translators: the day of somebody's journey. */
      g_string_append_printf (text, _("Day %d"), (int) MIN (self->day, G_MAXINT));
    }
  if (written > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%'lu day written",
                                                 "%'lu days written", written), written);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update_header (ShcTodayPage *self)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *greeting = create_greeting (self->name, g_date_time_get_hour (now));
  g_autofree char *subtitle = create_subtitle (self);

  gtk_label_set_text (self->greeting, greeting);
  gtk_label_set_text (self->subtitle, subtitle);
  gtk_label_set_text (self->question, shc_question_for (self->day, self->today));
}

/* While something is being kept, or not read yet, it waits. */
static void
write_below (ShcTodayPage *self,
             const char   *quote)
{
  g_autofree char *text = g_strdup_printf ("%s%s\n", shc_composer_is_blank (self->composer) ? "" : "\n\n", quote);
  g_autofree char *waiting = NULL;

  if (self->loaded && shc_composer_append (self->composer, text))
    return;
  waiting = g_steal_pointer (&self->asked);
  self->asked = waiting != NULL ? g_strconcat (waiting, "\n", quote, NULL) : g_strdup (quote);
}

static void
write_what_waits (ShcTodayPage *self)
{
  g_autofree char *asked = g_steal_pointer (&self->asked);

  if (asked != NULL)
    write_below (self, asked);
}

static void
write_under (ShcTodayPage *self,
             const char   *question)
{
  g_autofree char *quote = g_strdup_printf ("> %s\n", question);

  write_below (self, quote);
}

static void
labels_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(ShcTodayPage) self = data;
  g_auto(GStrv) tags = NULL;
  g_auto(GStrv) milestones = NULL;

  /* Without them nothing is suggested; everything else works. */
  if (shc_journal_labels_finish (SHC_JOURNAL (object), result, &tags, &milestones, NULL))
    shc_composer_set_labels (self->composer, (const char *const *) tags,
                             (const char *const *) milestones);
}

static void
counted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(ShcTodayPage) self = data;
  ShcCounts counts;

  /* The page stands without them, too. */
  if (!shc_journal_count_finish (SHC_JOURNAL (object), result, &counts, NULL))
    return;
  /* Which tags and milestones there are hangs on the reflections that are kept. */
  if (counts.reflections != self->count)
    shc_journal_labels_async (self->journal, self->cancellable, labels_cb, g_object_ref (self));
  self->count = counts.reflections;
  if (counts.days_written == self->days_written)
    return;
  self->days_written = counts.days_written;
  update_header (self);
}

static void
show_overview (ShcTodayPage      *self,
               const ShcOverview *overview)
{
  const char *cut_off = overview->edit_drafts != NULL ? overview->edit_drafts[0] : NULL;

  g_free (self->name);
  self->name = g_strdup (overview->profile != NULL ? overview->profile->healing_name : NULL);
  self->day = overview->day;
  self->today = overview->today;
  update_header (self);
  if (cut_off != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->cut_off), "s", cut_off);
  gtk_widget_set_visible (GTK_WIDGET (self->cut_off), cut_off != NULL);
  shc_composer_set_day (self->composer, overview->day);
  if (overview->day > 0)
    shc_journal_note_day_shown (self->journal, overview->day);

  shc_journal_count_async (self->journal, shc_date_now (g_get_real_time ()), self->cancellable,
                           counted_cb, g_object_ref (self));
  if (!self->loaded)
    shc_composer_begin_new (self->composer, overview->draft);
  self->loaded = TRUE;
  write_what_waits (self);
  gtk_stack_set_visible_child_name (self->stack, "page");
}

static void
overview_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(ShcTodayPage) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcOverview) overview =
    shc_journal_load_overview_finish (SHC_JOURNAL (object), result, &error);
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (overview != NULL)
    {
      gboolean first = !self->loaded;

      show_overview (self, overview);
      if (first && (had_focus || gtk_widget_get_mapped (GTK_WIDGET (self))))
        gtk_widget_grab_focus (GTK_WIDGET (self->composer));
      return;
    }
  if (self->loaded)
    return; /* what is shown is still true enough, and somebody may be writing */
  shc_error_page_show (self->stack, _("Today could not be read"), "today.reload", FALSE, error);
}

static void
look (ShcTodayPage *self)
{
  g_clear_handle_id (&self->look_again_id, g_source_remove);
  shc_journal_load_overview_async (self->journal, shc_date_now (g_get_real_time ()),
                                   self->cancellable, overview_cb, g_object_ref (self));
}

static gboolean
look_again_cb (gpointer data)
{
  ShcTodayPage *self = data;

  self->look_again_id = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (ShcTodayPage *self)
{
  if (self->loaded && self->look_again_id == 0)
    self->look_again_id = g_timeout_add (shc_composer_is_touched (self->composer)
                                           ? LOOK_AGAIN_WRITING_MS : LOOK_AGAIN_MS,
                                         look_again_cb, self);
}

/* The morning ends, and so does the day, while the window is open. */
static gboolean
clock_cb (gpointer data)
{
  ShcTodayPage *self = data;

  if (self->loaded && gtk_widget_get_mapped (GTK_WIDGET (self)))
    look (self);
  return G_SOURCE_CONTINUE;
}

typedef struct
{
  ShcTodayPage  *self;
  ShcReflection *kept;
} Undo;

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  g_object_unref (undo->self);
  shc_reflection_free (undo->kept);
  g_free (undo);
}

static void
undone_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  Undo *undo = data;
  g_autoptr(GError) error = NULL;

  if (!shc_journal_trash_finish (SHC_JOURNAL (object), result, &error))
    shc_report_error (GTK_WIDGET (undo->self), error);
  else if (shc_composer_is_blank (undo->self->composer))
    shc_composer_take_back (undo->self->composer, undo->kept);
  else
    shc_window_toast (GTK_WIDGET (undo->self), _("It is in the trash now."), NULL, NULL, NULL, NULL);
  undo_free (undo);
}

static void
undo_cb (gpointer data)
{
  Undo *undo = data;
  Undo *copy = g_new0 (Undo, 1);
  const char *ids[] = { undo->kept->id, NULL };

  copy->self = g_object_ref (undo->self);
  copy->kept = shc_reflection_copy (undo->kept);
  shc_journal_trash_async (undo->self->journal, ids, undone_cb, copy);
}

static void
kept_cb (ShcTodayPage        *self,
         const ShcReflection *kept,
         gboolean             kept_both)
{
  Undo *undo = g_new0 (Undo, 1);

  undo->self = g_object_ref (self);
  undo->kept = shc_reflection_copy (kept);
  shc_window_toast (GTK_WIDGET (self), _("Kept in your reflections."), _("_Undo"), undo_cb, undo,
                    undo_free);
  write_what_waits (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
  shc_window_attend (GTK_WIDGET (self), kept->text);
}

static void
answer_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  ShcTodayPage *self = SHC_TODAY_PAGE (widget);

  write_under (self, gtk_label_get_text (self->question));
}

static void
reload_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  look (SHC_TODAY_PAGE (widget));
}

static void
shc_today_page_load (ShcPage *page)
{
  look (SHC_TODAY_PAGE (page));
}

static void
flushed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;

  if (shc_composer_flush_finish (SHC_COMPOSER (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
shc_today_page_flush_async (ShcPage            *page,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  GTask *task = g_task_new (page, NULL, callback, user_data);

  g_task_set_source_tag (task, shc_today_page_flush_async);
  shc_composer_flush_async (SHC_TODAY_PAGE (page)->composer, flushed_cb, task);
}

static gboolean
shc_today_page_flush_finish (ShcPage      *page,
                             GAsyncResult *result,
                             GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, page), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
shc_today_page_focus (ShcPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (SHC_TODAY_PAGE (page)->composer));
}

static void
shc_today_page_keep (ShcPage *page)
{
  shc_composer_keep (SHC_TODAY_PAGE (page)->composer);
}

static void
page_iface_init (ShcPageInterface *iface)
{
  iface->load = shc_today_page_load;
  iface->flush_async = shc_today_page_flush_async;
  iface->flush_finish = shc_today_page_flush_finish;
  iface->focus = shc_today_page_focus;
  iface->begin = shc_today_page_focus;
  iface->keep = shc_today_page_keep;
}

static void
shc_today_page_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  ShcTodayPage *self = SHC_TODAY_PAGE (object);

  switch (prop_id)
    {
    case PROP_JOURNAL:
      self->journal = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_today_page_constructed (GObject *object)
{
  ShcTodayPage *self = SHC_TODAY_PAGE (object);

  G_OBJECT_CLASS (shc_today_page_parent_class)->constructed (object);

  shc_composer_set_journal (self->composer, self->journal);
  g_signal_connect_object (self->journal, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->clock_id = g_timeout_add_seconds (CLOCK_SECONDS, clock_cb, self);
}

static void
shc_today_page_dispose (GObject *object)
{
  ShcTodayPage *self = SHC_TODAY_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->clock_id, g_source_remove);
  g_clear_handle_id (&self->look_again_id, g_source_remove);
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (shc_today_page_parent_class)->dispose (object);
}

static void
shc_today_page_finalize (GObject *object)
{
  ShcTodayPage *self = SHC_TODAY_PAGE (object);

  g_clear_object (&self->cancellable);
  g_free (self->name);
  g_free (self->asked);

  G_OBJECT_CLASS (shc_today_page_parent_class)->finalize (object);
}

static void
shc_today_page_class_init (ShcTodayPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = shc_today_page_set_property;
  object_class->constructed = shc_today_page_constructed;
  object_class->dispose = shc_today_page_dispose;
  object_class->finalize = shc_today_page_finalize;

  properties[PROP_JOURNAL] =
    g_param_spec_object ("journal", NULL, NULL, SHC_TYPE_JOURNAL,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "today.answer", NULL, answer_action);
  gtk_widget_class_install_action (widget_class, "today.reload", NULL, reload_action);

  g_type_ensure (SHC_TYPE_COMPOSER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-today-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcTodayPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ShcTodayPage, greeting);
  gtk_widget_class_bind_template_child (widget_class, ShcTodayPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, ShcTodayPage, cut_off);
  gtk_widget_class_bind_template_child (widget_class, ShcTodayPage, question);
  gtk_widget_class_bind_template_child (widget_class, ShcTodayPage, composer);
  gtk_widget_class_bind_template_callback (widget_class, kept_cb);
}

static void
shc_today_page_init (ShcTodayPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->count = -1;
  self->today = shc_date_get_day (shc_date_now (g_get_real_time ()));
  gtk_widget_init_template (GTK_WIDGET (self));
  update_header (self);
}

GtkWidget *
shc_today_page_new (ShcJournal *journal)
{
  return g_object_new (SHC_TYPE_TODAY_PAGE, "journal", journal, NULL);
}

void
shc_today_page_answer (ShcTodayPage *self,
                       const char   *question)
{
  g_return_if_fail (SHC_IS_TODAY_PAGE (self));
  g_return_if_fail (question != NULL);

  write_under (self, question);
}

void
shc_today_page_write_below (ShcTodayPage *self,
                            const char   *quote)
{
  g_return_if_fail (SHC_IS_TODAY_PAGE (self));
  g_return_if_fail (quote != NULL);

  write_below (self, quote);
}
