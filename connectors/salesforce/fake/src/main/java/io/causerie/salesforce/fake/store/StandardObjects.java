package io.causerie.salesforce.fake.store;

import static io.causerie.salesforce.fake.store.FieldType.ADDRESS;
import static io.causerie.salesforce.fake.store.FieldType.BOOLEAN;
import static io.causerie.salesforce.fake.store.FieldType.CURRENCY;
import static io.causerie.salesforce.fake.store.FieldType.DATE;
import static io.causerie.salesforce.fake.store.FieldType.DATETIME;
import static io.causerie.salesforce.fake.store.FieldType.DOUBLE;
import static io.causerie.salesforce.fake.store.FieldType.EMAIL;
import static io.causerie.salesforce.fake.store.FieldType.INT;
import static io.causerie.salesforce.fake.store.FieldType.PERCENT;
import static io.causerie.salesforce.fake.store.FieldType.PERSON_NAME;
import static io.causerie.salesforce.fake.store.FieldType.PHONE;
import static io.causerie.salesforce.fake.store.FieldType.PICKLIST;
import static io.causerie.salesforce.fake.store.FieldType.STRING;
import static io.causerie.salesforce.fake.store.FieldType.SWITCHABLE_NAME;
import static io.causerie.salesforce.fake.store.FieldType.TEXTAREA;
import static io.causerie.salesforce.fake.store.FieldType.URL;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The objects of a new org, and a custom one. */
final class StandardObjects {
  /** How long a body of Chatter may be: it "may change", so a reader takes it from here. */
  static final int BODY = 10_000;

  private StandardObjects() {}

  static List<ObjectType> all() {
    return List.of(
        account(),
        contact(),
        lead(),
        opportunity(),
        caseObject(),
        task(),
        user(),
        group(),
        feedItem(),
        feedComment(),
        project());
  }

  private static List<Field> fields(Object... fields) {
    List<Field> all = new ArrayList<>();
    for (Object each : fields) {
      if (each instanceof Field field) {
        all.add(field);
      } else {
        ((List<?>) each).forEach(f -> all.add((Field) f));
      }
    }
    return all;
  }

  private static List<Field> address(String prefix) {
    String whole = prefix + "Address";
    return Stream.concat(
            Stream.of(Field.of(whole, ADDRESS, 0).unfilterable()),
            Stream.of("Street", "City", "State", "PostalCode", "Country")
                .map(part -> Field.part(whole, prefix + part, part, STRING, 255)))
        .toList();
  }

  private static List<Field> addressOf(String prefix) {
    String whole = prefix + "Address";
    return Stream.concat(
            address(prefix).stream(),
            Stream.of("Latitude", "Longitude")
                .map(part -> Field.part(whole, prefix + part, part, DOUBLE, 0)))
        .toList();
  }

  private static List<Field> person() {
    return List.of(
        Field.of("Name", PERSON_NAME, 121),
        Field.part("Name", "Salutation", "Salutation", PICKLIST, 40),
        Field.part("Name", "FirstName", "FirstName", STRING, 40),
        Field.part("Name", "LastName", "LastName", STRING, 80));
  }

  private static Field owner() {
    return Field.reference("OwnerId", "User");
  }

  private static Field description() {
    return Field.of("Description", TEXTAREA, 32_000).unfilterable();
  }

  private static ObjectType account() {
    return new ObjectType(
        "Account",
        "001",
        true,
        fields(
            Field.of("Name", SWITCHABLE_NAME, 255),
            Field.of("Type", PICKLIST),
            Field.reference("ParentId", "Account"),
            addressOf("Billing"),
            addressOf("Shipping"),
            Field.of("Phone", PHONE, 40),
            Field.of("Fax", PHONE, 40),
            Field.of("AccountNumber", STRING, 40),
            Field.of("Website", URL, 255),
            Field.of("Industry", PICKLIST),
            Field.of("AnnualRevenue", CURRENCY, 0),
            Field.of("NumberOfEmployees", INT, 0),
            description(),
            Field.of("Rating", PICKLIST),
            owner(),
            Field.reference("MasterRecordId", "Account").readOnly()));
  }

  private static ObjectType contact() {
    return new ObjectType(
        "Contact",
        "003",
        true,
        fields(
            Field.reference("AccountId", "Account"),
            person(),
            addressOf("Mailing"),
            Field.of("Phone", PHONE, 40),
            Field.of("MobilePhone", PHONE, 40),
            Field.of("Email", EMAIL),
            Field.of("Title", STRING, 128),
            Field.of("Department", STRING, 80),
            Field.of("Birthdate", DATE, 0),
            description(),
            owner(),
            Field.of("HasOptedOutOfEmail", BOOLEAN, 0),
            Field.reference("MasterRecordId", "Contact").readOnly()));
  }

  private static ObjectType lead() {
    return new ObjectType(
        "Lead",
        "00Q",
        true,
        fields(
            person(),
            Field.of("Title", STRING, 128),
            Field.of("Company", STRING, 255),
            address(""),
            Field.of("Phone", PHONE, 40),
            Field.of("Email", EMAIL),
            description(),
            Field.of("LeadSource", PICKLIST),
            Field.of("Status", PICKLIST),
            Field.of("Industry", PICKLIST),
            Field.reference("OwnerId", "Group", "User"),
            Field.of("IsConverted", BOOLEAN, 0).readOnly(),
            Field.of("ConvertedDate", DATE, 0).readOnly(),
            Field.reference("ConvertedAccountId", "Account").readOnly(),
            Field.reference("ConvertedContactId", "Contact").readOnly(),
            Field.reference("ConvertedOpportunityId", "Opportunity").readOnly(),
            Field.reference("MasterRecordId", "Lead").readOnly()));
  }

  private static ObjectType opportunity() {
    return new ObjectType(
        "Opportunity",
        "006",
        true,
        fields(
            Field.reference("AccountId", "Account"),
            Field.of("Name", STRING, 120),
            description(),
            Field.of("StageName", PICKLIST),
            Field.of("Amount", CURRENCY, 0),
            Field.of("Probability", PERCENT, 0),
            Field.of("CloseDate", DATE, 0),
            Field.of("Type", PICKLIST),
            Field.of("NextStep", STRING),
            Field.of("LeadSource", PICKLIST),
            Field.of("IsClosed", BOOLEAN, 0).readOnly(),
            Field.of("IsWon", BOOLEAN, 0).readOnly(),
            Field.of("ForecastCategoryName", PICKLIST),
            owner()));
  }

  private static ObjectType caseObject() {
    return new ObjectType(
        "Case",
        "500",
        true,
        fields(
            Field.of("CaseNumber", STRING, 30).readOnly(),
            Field.reference("ContactId", "Contact"),
            Field.reference("AccountId", "Account"),
            Field.of("Type", PICKLIST),
            Field.of("Status", PICKLIST),
            Field.of("Reason", PICKLIST),
            Field.of("Origin", PICKLIST),
            Field.of("Subject", STRING, 255),
            Field.of("Priority", PICKLIST),
            description(),
            Field.of("IsClosed", BOOLEAN, 0).readOnly(),
            Field.of("ClosedDate", DATETIME, 0).readOnly(),
            Field.reference("OwnerId", "Group", "User"),
            Field.reference("MasterRecordId", "Case").readOnly()));
  }

  private static ObjectType task() {
    return new ObjectType(
        "Task",
        "00T",
        true,
        fields(
            Field.reference("WhoId", "Contact", "Lead"),
            Field.reference("WhatId", "Account", "Case", "Opportunity", "Project__c"),
            Field.of("Subject", STRING, 255),
            Field.of("ActivityDate", DATE, 0),
            Field.of("Status", PICKLIST),
            Field.of("Priority", PICKLIST),
            Field.reference("OwnerId", "Group", "User"),
            description(),
            Field.reference("AccountId", "Account").readOnly(),
            Field.of("IsClosed", BOOLEAN, 0).readOnly()));
  }

  private static ObjectType user() {
    return new ObjectType(
        "User",
        "005",
        true,
        fields(
            Field.of("Username", STRING, 80),
            person(),
            Field.of("Email", EMAIL),
            Field.of("Title", STRING, 80),
            Field.of("IsActive", BOOLEAN, 0)));
  }

  private static ObjectType group() {
    return new ObjectType(
        "Group", "00G", false, fields(Field.of("Name", STRING, 40), Field.of("Type", PICKLIST)));
  }

  /** Of what is said: how, and how often it was said otherwise. */
  private static List<Field> written() {
    return List.of(
        Field.of("IsRichText", BOOLEAN, 0),
        Field.of("Status", PICKLIST),
        Field.of("Revision", INT, 0).readOnly(),
        Field.reference("LastEditById", "User").readOnly(),
        Field.of("LastEditDate", DATETIME, 0).readOnly());
  }

  private static ObjectType feedItem() {
    return new ObjectType(
        "FeedItem",
        "0D5",
        false,
        fields(
            Field.reference(
                    "ParentId",
                    "Account",
                    "Case",
                    "Contact",
                    "Lead",
                    "Opportunity",
                    "Project__c",
                    "Task",
                    "User")
                .once(),
            Field.of("Type", PICKLIST).once(),
            Field.of("Title", STRING, 255).once().unfilterable(),
            Field.of("Body", TEXTAREA, BODY).unfilterable(),
            Field.of("LinkUrl", URL, 1000).once().unfilterable(),
            Field.of("Visibility", PICKLIST),
            written(),
            Field.of("CommentCount", INT, 0).readOnly(),
            Field.of("LikeCount", INT, 0).readOnly(),
            Field.reference("InsertedById", "User").readOnly()));
  }

  private static ObjectType feedComment() {
    return new ObjectType(
        "FeedComment",
        "0D7",
        false,
        fields(
            Field.reference("FeedItemId", "FeedItem").once(),
            Field.reference(
                    "ParentId",
                    "Account",
                    "Case",
                    "Contact",
                    "Lead",
                    "Opportunity",
                    "Project__c",
                    "Task",
                    "User")
                .readOnly(),
            Field.of("CommentType", PICKLIST).once(),
            Field.of("CommentBody", TEXTAREA, BODY).unfilterable(),
            written(),
            Field.reference("ThreadParentId", "FeedComment").once(),
            Field.of("ThreadLevel", INT, 0).readOnly(),
            Field.reference("InsertedById", "User").readOnly()));
  }

  private static ObjectType project() {
    return new ObjectType(
        "Project__c",
        "a00",
        true,
        fields(
            Field.of("Name", STRING, 80),
            owner(),
            Field.of("Status__c", PICKLIST),
            Field.reference("Account__c", "Account"),
            Field.of("Budget__c", CURRENCY, 0),
            Field.of("Due__c", DATE, 0)));
  }
}
