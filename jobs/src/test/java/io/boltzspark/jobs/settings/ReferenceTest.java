package io.boltzspark.jobs.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReferenceTest {

  @Test
  void everyKeyIsExplained() {
    for (String key : Reference.keys()) {
      assertFalse(Reference.meaning(key).isBlank(), key);
    }
  }

  @Test
  void recordsHoldExactlyTheKeysOfTheReference() {
    assertEquals(
        Reference.keys(), Reference.leaves(Settings.defaults().resolved().root()).keySet());
  }

  @Test
  void theResolvedDefaultsAreThoseOfTheReference() {
    var resolved = Settings.defaults().resolved();
    for (String key : Reference.keys()) {
      assertEquals(Reference.config().getValue(key), resolved.getValue(key), key);
    }
  }

  @Test
  void everyOptionNamesAKey() {
    for (SettingOption option : SettingOption.values()) {
      assertTrue(Reference.keys().contains(option.key()), option.key());
    }
  }

  @Test
  void theHiddenUnitsOfTheDefaultMachineAreDocumented() {
    assertTrue(
        Reference.meaning("model.dimensions").contains(" " + Settings.DEFAULT_HIDDEN_UNITS + "]."));
  }

  @Test
  void numbersKeepTheirSpelling() {
    assertEquals("1e-8", Reference.defaultText("learning.optimizer.epsilon"));
    assertEquals("120 s", Reference.defaultText("engine.exchange-timeout"));
    assertEquals("[]", Reference.defaultText("model.dimensions"));
    assertEquals("\"\"", Reference.defaultText("learning.initialisation.from"));
  }
}
