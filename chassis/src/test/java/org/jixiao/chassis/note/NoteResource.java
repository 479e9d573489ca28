package org.jixiao.chassis.note;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.audit.AuditedRead;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.operation.Retiring;
import org.jixiao.chassis.outbox.OutboxRepository;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.ProblemCode;
import org.jixiao.chassis.problem.Violation;

/** A small service on the chassis, for the chassis' own tests. */
@Path("/notes")
public class NoteResource {

    enum NoteProblem implements ProblemCode {
        TOO_MUCH(422),
        TEXT_TAKEN(409);

        private final int status;

        NoteProblem(int status) {
            this.status = status;
        }

        @Override
        public int status() {
            return status;
        }
    }

    public record NoteCreate(@NotBlank String text, @NotNull BigDecimal amount) {
    }

    public record Note(String id, String departmentCode, String text, BigDecimal amount) {
    }

    private final IdempotencyHandler idempotency;
    private final CallerHandler callers;
    private final OutboxRepository outbox;

    NoteResource(IdempotencyHandler idempotency, CallerHandler callers, OutboxRepository outbox) {
        this.idempotency = idempotency;
        this.callers = callers;
        this.outbox = outbox;
    }

    @POST
    @Path("/{department}")
    @RolesAllowed("evaluator")
    @Transactional
    public Response createNote(@PathParam("department") String department, @Valid @NotNull NoteCreate request) {
        callers.requireDepartment(department);
        return idempotency.once(request, () -> {
            NoteEntity note = new NoteEntity();
            note.departmentCode = department;
            note.text = request.text();
            note.amount = request.amount();
            persist(note);
            outbox.add("org.example.note-taken.v1", department, note.text, new Note(note.id.toString(), department, note.text, note.amount));
            if (request.amount().compareTo(new BigDecimal("100")) > 0) {
                throw new Violation(NoteProblem.TOO_MUCH).at("/amount").with("available", new BigDecimal("100.00"))
                    .with("requested", request.amount());
            }
            return Response.created(URI.create("/notes/" + note.id)).entity(new Note(note.id.toString(), department, note.text, note.amount)).build();
        });
    }

    /** Names what is taken where the text asks for it, and leaves it to the database elsewhere. */
    private static void persist(NoteEntity note) {
        try {
            note.persistAndFlush();
        } catch (PersistenceException taken) {
            throw note.text.equals("by name") ? new Violation(NoteProblem.TEXT_TAKEN) : taken;
        }
    }

    /** Forgets to ask for the department on purpose. */
    @GET
    @RolesAllowed("evaluator")
    @Transactional
    @AuditedRead
    public List<Note> listNotes(@RestQuery String text) {
        return notes();
    }

    private static List<Note> notes() {
        return NoteEntity.<NoteEntity>listAll().stream()
            .map(note -> new Note(note.id.toString(), note.departmentCode, note.text, note.amount)).toList();
    }

    @GET
    @Path("/open")
    @PermitAll
    @Transactional
    public List<Note> listOpenNotes() {
        return notes();
    }

    @GET
    @Path("/open/{id}")
    @PermitAll
    @Transactional
    public Note openNote(@PathParam("id") String id) {
        throw new Violation(ChassisProblem.NOT_FOUND).with("id", id);
    }

    /** What {@link #listOpenNotes} takes the place of. */
    @GET
    @Path("/old")
    @PermitAll
    @Transactional
    @Operation(operationId = "listOldNotes")
    @Retiring(since = "2026-12-01", sunset = "2027-06-01", successor = "/notes/open")
    public List<Note> listOldNotes(@RestQuery String text) {
        return notes();
    }

    /** Nobody said who may call this. */
    @GET
    @Path("/forgotten")
    public String forgotten() {
        return "open";
    }
}
