package io.causerie.sap;

import io.causerie.model.phrase.Wording;

/** What may be wrong with a system SAP, or with what is asked of it, and what to do. */
enum SapWording implements Wording {
  NO_DOCUMENT_FLOW(
      "this release's service has no `{navigation}`, so an order is not shown beside the deliveries and invoices that came of it; all else is read"),
  SAY_EXPAND(
      "Nothing needs to be done; write `expand: to_Text`, or what else is to be read along, and this is said no more."),
  NO_TEXT_IDS("no text id is configured, so there is nothing to read"),
  GIVE_TEXT_IDS("Give `{internal}` or `{customer}` at the system."),
  NOT_AN_OBJECT_WITH_TEXTS(
      "comments stand in texts of sales orders, purchase orders and deliveries, and this is a {type}"),
  NO_TEXT_OF_LANE("no text id is configured for such comments: `{key}`"),
  OBJECT_NOT_THERE("{object} is not there any more, or cannot be seen"),
  BLOCK_NOT_THERE("the comment does not stand in the text any more"),
  TEXT_CHANGES("the text was changed by others each time it was to be written"),
  WRITES_REFUSED("SAP refused it ({status}): {said}");

  private final String english;

  SapWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "sap";
  }

  @Override
  public String english() {
    return english;
  }
}
