package org.jixiao.budget.ledger;

import java.util.Map;
import org.jixiao.chassis.sheet.Column;
import org.jixiao.chassis.sheet.Columns;
import org.jixiao.chassis.sheet.SheetFormat;

/** Ledger entries as a table: what office people open has their words, what programs read has the codes. */
final class EntryTable {

    static final Columns COLUMNS = Columns.of(
        Column.text("id", "分录编号"), Column.text("movementId", "单据编号"), Column.text("kind", "业务类型"),
        Column.text("documentNumber", "文号"), Column.date("documentDate", "单据日期"), Column.text("appropriationId", "指标编号"),
        Column.text("agencyCode", "单位代码"), Column.text("agencyName", "单位名称"),
        Column.text("projectCode", "项目代码").optional(), Column.text("projectName", "项目名称").optional(),
        Column.text("functionalClass", "功能分类科目"), Column.text("economicClass", "部门经济分类科目"),
        Column.text("economicClassName", "经济分类名称"), Column.integer("sequence", "序号"), Column.money("amount", "金额（元）"),
        Column.text("reason", "事由"), Column.text("maker", "经办人"), Column.text("recordedAt", "登记时间"));

    private static final Map<MovementKind, String> WORDS = Map.ofEntries(
        Map.entry(MovementKind.OPENING, "年初预算"), Map.entry(MovementKind.SUPPLEMENT, "追加"), Map.entry(MovementKind.REDUCTION, "追减"),
        Map.entry(MovementKind.VIREMENT, "调剂"), Map.entry(MovementKind.CARRY_OVER, "上年结转"), Map.entry(MovementKind.LAPSE, "结余注销"),
        Map.entry(MovementKind.ALLOTMENT, "下达额度"), Map.entry(MovementKind.COMMITMENT, "预留"), Map.entry(MovementKind.RELEASE, "释放预留"),
        Map.entry(MovementKind.PAYMENT, "支付"), Map.entry(MovementKind.REFUND, "退回"), Map.entry(MovementKind.REVERSAL, "冲销"));

    private EntryTable() {
    }

    static Object[] row(MovementRepository.ExportedEntry exported, SheetFormat format) {
        MovementRepository.ListedEntry entry = exported.entry();
        boolean words = format == SheetFormat.CSV || format == SheetFormat.XLSX;
        return new Object[] {String.valueOf(entry.id()), String.valueOf(entry.movementId()),
            words ? WORDS.get(entry.kind()) : entry.kind().name(), entry.documentNumber(), entry.documentDate(),
            String.valueOf(entry.appropriationId()), exported.agencyCode(), exported.agencyName(), exported.projectCode(),
            exported.projectName(), exported.functionalClass(), exported.economicClass(), exported.economicClassName(),
            entry.sequence(), entry.amount(), entry.reason(), entry.maker(), entry.recordedAt().toString()};
    }
}
