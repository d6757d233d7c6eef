using Cocoon.Admin.Access;
using Cocoon.Grains.Operations;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Admin.Actions;

/// <summary>Takes the form of the page that asks.</summary>
internal sealed class ActEndpoint(AdminActions actions, ActionRunner runner)
{
    /// <summary>Characters of an operation id: 16 random bytes in hex.</summary>
    private const int OperationLength = 32;

    public async Task<IResult> Act(HttpContext http, string? action, string? target, string? operation, string? reason)
    {
        if (actions.Find(action) is not { } known || operation is not { Length: OperationLength } || !operation.All(char.IsAsciiHexDigitLower))
            return Results.BadRequest("There is no such action. Go back to the page you came from, and ask again.");
        if (await known.Plan(target ?? "") is null) return Results.BadRequest("There is nothing of that name to act on any more.");
        await runner.Run(known, new AuditNote(operation, AuditPhase.Asked, http.User.Identity?.Name ?? "?", known.Name, target ?? "", reason?.Trim() ?? ""));
        // "See other": reloading the page that follows does not send the form again.
        http.Response.Headers.Location = $"{Paths.Audit}?operation={operation}";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}
