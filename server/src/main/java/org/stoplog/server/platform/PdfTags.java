package org.stoplog.server.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.COSObjectable;
import org.apache.pdfbox.pdmodel.common.PDNumberTreeNode;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkInfo;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkedContentReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDParentTreeValue;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;
import org.apache.pdfbox.pdmodel.documentinterchange.taggedpdf.PDTableAttributeObject;
import org.apache.pdfbox.pdmodel.documentinterchange.taggedpdf.StandardStructureTypes;

/** What a document is made of, for whoever has it read out: headings, paragraphs, tables. */
final class PdfTags {
  private final PDStructureTreeRoot root = new PDStructureTreeRoot();
  private final PDStructureElement all;
  private final Map<Integer, COSArray> pages = new TreeMap<>();
  private final List<PDPage> order = new ArrayList<>();

  PdfTags(PDDocument document, String language) {
    document.getDocumentCatalog().setStructureTreeRoot(root);
    document.getDocumentCatalog().setLanguage(language);
    PDMarkInfo marks = new PDMarkInfo();
    marks.setMarked(true);
    document.getDocumentCatalog().setMarkInfo(marks);
    all = new PDStructureElement(StandardStructureTypes.DOCUMENT, root);
    root.appendKid(all);
  }

  void page(PDPage page) {
    page.setStructParents(order.size());
    pages.put(order.size(), new COSArray());
    order.add(page);
  }

  /** A part of the document itself. */
  PDStructureElement element(String type) {
    return element(type, all);
  }

  PDStructureElement element(String type, PDStructureNode parent) {
    PDStructureElement element = new PDStructureElement(type, parent);
    parent.appendKid(element);
    if (type.equals(StandardStructureTypes.TH)) {
      PDTableAttributeObject scope = new PDTableAttributeObject();
      scope.setScope(PDTableAttributeObject.SCOPE_COLUMN);
      element.addAttribute(scope);
    }
    return element;
  }

  /**
   * Says that what is drawn next on the last page belongs to an element.
   *
   * @return the number to mark it with
   */
  int mark(PDStructureElement element) {
    int page = order.size() - 1;
    COSArray marks = java.util.Objects.requireNonNull(pages.get(page));
    int number = marks.size();
    marks.add(element.getCOSObject());
    PDMarkedContentReference reference = new PDMarkedContentReference();
    reference.setPage(order.get(page));
    reference.setMCID(number);
    element.appendKid(reference);
    return number;
  }

  void finish() {
    Map<Integer, COSObjectable> numbers = new TreeMap<>();
    pages.forEach((page, marks) -> numbers.put(page, new PDParentTreeValue(marks)));
    PDNumberTreeNode tree = new PDNumberTreeNode(PDParentTreeValue.class);
    tree.setNumbers(numbers);
    root.setParentTree(tree);
    root.setParentTreeNextKey(order.size());
  }
}
