namespace Cocoon.LocalRuntime.Tests.Faults;

/// <summary>What goes wrong with one operation of a storage.</summary>
public enum StorageFault
{
    /// <summary>Nothing happens, and that is reported.</summary>
    Refused,

    /// <summary>It happens, and failure is reported: an answer lost on its way.</summary>
    AnswerLost,
}
