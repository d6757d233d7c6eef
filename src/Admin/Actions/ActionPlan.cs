using System.Collections.Immutable;

namespace Cocoon.Admin.Actions;

/// <summary>What an action would do, for the page that asks.</summary>
/// <param name="Title">The question.</param>
/// <param name="Button">The word on the button.</param>
/// <param name="Effects">What will happen, a sentence each.</param>
/// <param name="Back">The page to go back to.</param>
public sealed record ActionPlan(string Title, string Button, ImmutableArray<string> Effects, string Back);
