package org.jixiao.report.publication;

import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jixiao.report.DepartmentYearRepository;
import org.jixiao.report.PackageListener;
import org.jixiao.report.assembly.Assembly;
import org.jixiao.report.assembly.AssemblyRepository;
import org.jixiao.report.assembly.AssemblyRepository.Loaded;
import org.jixiao.report.crosscheck.Tolerances;

/**
 * Assembles a department-year again whenever something of it has changed, and publishes when it is ready: the
 * version and whatever caused it are one transaction; its documents follow.
 */
@ApplicationScoped
public class PublicationHandler implements PackageListener {

    private static final Logger LOG = Logger.getLogger(PublicationHandler.class);

    private final AssemblyRepository assemblies;
    private final DepartmentYearRepository departmentYears;
    private final PublicationRepository publications;
    private final DocumentJob documents;

    PublicationHandler(AssemblyRepository assemblies, DepartmentYearRepository departmentYears,
                       PublicationRepository publications, DocumentJob documents) {
        this.assemblies = assemblies;
        this.departmentYears = departmentYears;
        this.publications = publications;
        this.documents = documents;
    }

    @Override
    public void packageChanged(String departmentCode, int fiscalYear) {
        departmentYears.lock(departmentCode, fiscalYear);
        Loaded loaded = assemblies.load(departmentCode, fiscalYear).orElseThrow();
        Assembly assembly = new Assembly(loaded.arrived(), Tolerances.DEFAULTS);
        LOG.infof("%s/%d is %s: %d missing, %d findings", departmentCode, fiscalYear, assembly.status(),
                assembly.missing().size(), assembly.findings().size());
        if (assembly.status() == Assembly.Status.READY) {
            Publication.next(assembly, publications.newestContent(departmentCode, fiscalYear).orElse(null), loaded.at())
                    .ifPresent(this::publish);
        }
    }

    private void publish(Report report) {
        publications.add(report);
        documents.drawAfterCommit(report);
        LOG.infof("published %s/%d version %d, %s", report.departmentCode(), report.fiscalYear(), report.version(),
                report.contentHash());
    }
}
