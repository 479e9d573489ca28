package org.jixiao.budget.appropriation;

import org.jixiao.budget.department.Department;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Listing;

/**
 * Which appropriations are meant, said in the same words wherever their figures or their entries are asked for, so
 * that what stands behind a figure is found by the question that gave it. {@code …Class} and {@code agencyCode} are
 * exact, {@code within…} takes what lies below as well. In SQL the appropriation is {@code a}, the fiscal year on
 * which the question hangs {@code y}.
 */
public final class Selection {

    public static final String AGENCY = "agencyCode";
    public static final String WITHIN_AGENCY = "withinAgency";
    public static final String PROJECT = "projectCode";
    public static final String FUND_NATURE = "fundNature";
    public static final String EXPENDITURE_KIND = "expenditureKind";
    public static final String FUNCTIONAL_CLASS = "functionalClass";
    public static final String WITHIN_FUNCTIONAL_CLASS = "withinFunctionalClass";
    public static final String ECONOMIC_CLASS = "economicClass";
    public static final String WITHIN_ECONOMIC_CLASS = "withinEconomicClass";

    private static final String FUNCTIONAL = "[0-9]{3}([0-9]{2}){0,2}";
    private static final String ECONOMIC = "[0-9]{3}([0-9]{2})?";

    private static final String IN_THE_TREE = """
        a.agency_code = any (array(
            with recursive below as (
                select g.code from agency g where g.department_code = y.department_code and g.code = any (?)
                union
                select g.code from agency g join below b on g.department_code = y.department_code and g.parent_code = b.code)
            select code from below))""";

    private Selection() {
    }

    /** The same list, narrowed by what is known of the appropriation. */
    public static Listing of(Listing listing) {
        return listing
            .filter(Criterion.codes(AGENCY, "a.agency_code", Department.CODE, "Only what exactly these units may spend", "YF-XZSP-01"))
            .filter(Criterion.codesWhere(WITHIN_AGENCY, IN_THE_TREE, Department.CODE, "Only what these units and all units that are below them today may spend",
                "YF-XZSP-01"))
            .filter(Criterion.codes(PROJECT, "a.project_code", Department.CODE, "Only of these projects", "YF-2021-01"))
            .filter(Criterion.oneOf(FUND_NATURE, "a.fund_nature", FundNature.class, "Only money from these sources"))
            .filter(Criterion.oneOf(EXPENDITURE_KIND, "a.expenditure_kind", ExpenditureKind.class, "Only money for these purposes"))
            .filter(Criterion.codes(FUNCTIONAL_CLASS, "a.functional_class", FUNCTIONAL, "Only of exactly these functional classes", "2010301"))
            .filter(Criterion.codesWhere(WITHIN_FUNCTIONAL_CLASS, startsWith("a.functional_class"), FUNCTIONAL,
                "Only of functional classes that begin with one of these: 201 holds 20103 and 2010301", "201"))
            .filter(Criterion.codes(ECONOMIC_CLASS, "a.economic_class", ECONOMIC, "Only of exactly these economic classes", "31002"))
            .filter(Criterion.codesWhere(WITHIN_ECONOMIC_CLASS, startsWith("a.economic_class"), ECONOMIC,
                "Only of economic classes that begin with one of these: 310 holds 31002", "310"));
    }

    private static String startsWith(String column) {
        return column + " like any (array(select code || '%' from unnest(cast(? as text[])) code))";
    }
}
