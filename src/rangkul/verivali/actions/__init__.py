"""What can be done in verivali; one verb a file, gathered here for the pages."""

from rangkul.verivali.actions.assign_subjects import assign_by_hand, assign_evenly
from rangkul.verivali.actions.drop_subjects import drop_departed, drop_subject, restore_subject
from rangkul.verivali.actions.make_visit import Told, keep_photo, save_visit, start_visit, submit_visit
from rangkul.verivali.actions.plan_campaign import (
    NewCampaign,
    cancel_campaign,
    close_campaign,
    create_campaign,
    open_campaign,
)
from rangkul.verivali.actions.plan_from_list import ListCampaign, create_from_list
from rangkul.verivali.actions.review_visit import approve_visit, request_revisit, return_visit, take_back_visit

__all__ = [
    "ListCampaign",
    "NewCampaign",
    "Told",
    "approve_visit",
    "assign_by_hand",
    "assign_evenly",
    "cancel_campaign",
    "close_campaign",
    "create_campaign",
    "create_from_list",
    "drop_departed",
    "drop_subject",
    "keep_photo",
    "open_campaign",
    "request_revisit",
    "restore_subject",
    "return_visit",
    "save_visit",
    "start_visit",
    "submit_visit",
    "take_back_visit",
]
