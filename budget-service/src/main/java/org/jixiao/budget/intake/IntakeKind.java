package org.jixiao.budget.intake;

import java.util.List;
import org.jixiao.chassis.sheet.Column;
import org.jixiao.chassis.sheet.Columns;

/**
 * What a file brings. Its columns are found by their headings, in the words of the forms, of the data standard of the
 * integrated budget system (tables BA_BGT_INFO and PAY_VOUCHER) and of this API.
 */
public enum IntakeKind {

    /** 支付: one payment a row, out of an appropriation that is named by its id or by its classes. */
    PAYMENTS(100_000_000, "支付明细", List.of(
        Column.text("appropriationId", "预算指标", "预算指标编号", "指标编号", "指标ID", "指标主键", "appropriationId", "bgt_id").optional()
            .explained("预算指标的编号；留空时按下列分类查找唯一的预算指标，除项目编码和支出类别外，文件中有的分类列不得留空"),
        agency().optional(), project(), fundNature().optional(), expenditureKind(), functionalClass().optional(),
        economicClass().optional(),
        Column.money("amount", "支付金额", "实际支付金额", "实际支付", "实付金额", "实支金额", "支付申请金额", "申请支付金额", "付款金额", "金额",
            "xpay_amt", "pay_amt", "pay_app_amt", "amount").explained("大于零；表头可注明（万元），不注明为元"),
        Column.text("documentNumber", "支付凭证号", "支付凭证编号", "凭证号", "凭证编号", "支付申请编号", "支付申请单号", "支付令编号", "支付单号",
            "单据号", "pay_cert_no", "pay_app_no", "vou_no", "documentNumber").explained("本年度内不得重复"),
        Column.date("documentDate", "支付日期", "实际支付日期", "付款日期", "凭证日期", "支付时间", "日期", "xpay_date", "pay_app_date", "documentDate")
            .explained("本年度内的日期"),
        Column.text("purpose", "用途", "摘要", "支付用途", "资金用途", "事由", "用途摘要", "use_des", "purpose").explained("最多 500 字"),
        explanation())),

    /** 预算指标: one appropriation and what it gets, a row. */
    APPROPRIATIONS(100_000, "预算指标", List.of(
        agency(), project(), fundNature(), expenditureKind(), functionalClass(), economicClass(),
        Column.text("economicClassName", "部门经济分类名称", "经济分类名称", "部门支出经济分类名称", "经济科目名称", "dep_bgt_eco_name",
            "economicClassName").optional().explained("留空时取本年度同一科目已有的名称"),
        Column.money("amount", "年初预算数", "年初批复", "年初批复数", "年初预算", "指标金额", "预算数", "批复数", "金额", "amount")
            .explained("大于零；表头可注明（万元），不注明为元"),
        Column.text("kind", "指标类型", "调整类型", "预算级次类型", "bgt_type_code", "kind").optional()
            .explained("年初预算 或 追加；留空为年初预算"),
        Column.text("documentNumber", "指标文号", "文号", "批复文号", "文件号", "本级指标文号", "cor_bgt_doc_no", "bgt_doc_no", "documentNumber")
            .explained("同一文号的各行登记为一个文件"),
        Column.date("documentDate", "日期", "批复日期", "发文日期", "指标日期", "文件日期", "doc_date", "documentDate").explained("本年度内的日期"),
        Column.text("reason", "事由", "摘要", "批复事由", "指标说明", "reason", "bgt_dec").optional().explained("留空时为指标类型"),
        explanation()));

    private final int rowsMax;
    private final String sheet;
    private final Columns columns;

    IntakeKind(int rowsMax, String sheet, List<Column> columns) {
        this.rowsMax = rowsMax;
        this.sheet = sheet;
        this.columns = Columns.of(columns);
    }

    /** The most rows of one file: documents with several rows are put together in memory. */
    int rowsMax() {
        return rowsMax;
    }

    /** Name of the sheet of a template. */
    String sheet() {
        return sheet;
    }

    Columns columns() {
        return columns;
    }

    private static Column agency() {
        return Column.text("agencyCode", "单位编码", "预算单位编码", "预算单位", "单位代码", "agency_code", "agencyCode")
            .explained("本部门的预算单位");
    }

    private static Column project() {
        return Column.text("projectCode", "项目编码", "项目代码", "预算项目编码", "项目编号", "pro_code", "projectCode").optional()
            .explained("项目支出必填，基本支出留空");
    }

    private static Column fundNature() {
        return Column.text("fundNature", "资金性质", "资金性质编码", "资金性质代码", "fund_type_code", "fundNature")
            .explained("编码（111 一般公共预算、121 政府性基金……）或名称");
    }

    private static Column expenditureKind() {
        return Column.text("expenditureKind", "支出类别", "支出类型", "支出性质", "预算支出类别", "expenditureKind").optional()
            .explained("人员经费、公用经费 或 项目支出；留空时按项目编码和经济分类判断");
    }

    private static Column functionalClass() {
        return Column.text("functionalClass", "功能分类", "功能分类编码", "功能分类科目", "功能分类科目编码", "功能科目", "功能科目编码",
            "支出功能分类", "支出功能分类科目", "支出功能分类科目编码", "exp_func_code", "functionalClass").explained("编码，如 2010301；其后可写名称");
    }

    private static Column economicClass() {
        return Column.text("economicClass", "部门经济分类", "部门经济分类编码", "部门支出经济分类", "经济分类", "经济分类编码", "经济分类科目",
            "经济分类科目编码", "部门经济分类科目编码", "经济科目", "经济科目编码", "dep_bgt_eco_code", "economicClass").explained("编码，如 30201；其后可写名称");
    }

    private static Column explanation() {
        return Column.text("explanation", "例外说明", "补充说明", "explanation").optional()
            .explained("控制规则预警或正在结账的期间须说明原因");
    }
}
